import type { AuditEntry, EventType, JsonObject } from '@hanlian/chaincode/domain';

/** Something a department is to be told. Nothing in it is personal. */
export interface Notice {
  /** That of its cause: told twice, it is one event. */
  readonly id: string;
  readonly type: EventType;
  readonly department: string;
  /** The one caller it concerns, where it is not the whole department's. */
  readonly caller?: string;
  /** ISO 8601. */
  readonly at: string;
  readonly data: JsonObject;
}

/** What an act of the ledger is told as, and to whom of this hub. */
export type Telling = (act: AuditEntry) => Promise<readonly Notice[]>;

/** A key that ends; `until` in seconds since 1970. Nothing in it is secret. */
export interface Expiring {
  readonly kind: 'credential' | 'sealKey' | 'officerKey';
  /** What its department knows it by. */
  readonly name: string;
  readonly department: string;
  /** The one caller it concerns, where it is not the whole department's. */
  readonly caller?: string;
  readonly until: number;
}
