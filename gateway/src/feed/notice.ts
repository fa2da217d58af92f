import type { EventType, JsonObject } from '@hanlian/chaincode/domain';

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
