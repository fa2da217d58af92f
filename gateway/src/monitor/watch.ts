import { splitKey, type LogEntry } from '@hanlian/chaincode/domain';

/** What a monitor looks for. */
export interface Watch {
  /** Departments, by their code: whatever is done in their name. */
  readonly issuers: readonly string[];
  /** Certificate types, by their code. */
  readonly types: readonly string[];
  /** Ledger keys, batch ids and batch roots. */
  readonly records: readonly string[];
}

/** An entry that was looked for. */
export interface Found {
  /** Its place in the log. */
  readonly index: number;
  /** Absent where the entry cannot be read here: made by a newer version, or by a log that is broken. */
  readonly entry?: LogEntry;
  /** What of the watch it met; `unreadable` alone for one that cannot be read. */
  readonly because: readonly string[];
}

/** What of a watch an entry meets. */
export function metBy({ event }: LogEntry, { issuers, types, records }: Watch): string[] {
  const { key = '', batch = '', root = '', issuer = '', certificateType = '' } = event;
  const parts = new Set([...splitKey(key).slice(1), issuer, certificateType]);
  return [
    ...issuers.filter((code) => parts.has(code)),
    ...types.filter((code) => parts.has(code)),
    ...records.filter((record) => record === key || record === batch || record === root),
  ];
}
