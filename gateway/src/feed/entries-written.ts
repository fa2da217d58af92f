import {
  keyPrefixes,
  splitKey,
  type AuditEntry,
  type CreditEntry,
  type EntryReference,
} from '@hanlian/chaincode/domain';
import type { Ledger } from '../ledger/port.js';

export interface WrittenEntry extends EntryReference {
  readonly record: CreditEntry;
}

/** The credit entries that an act wrote, as it left them. */
export async function entriesWritten(
  ledger: Pick<Ledger, 'transaction'>,
  { transactionId }: AuditEntry,
): Promise<readonly WrittenEntry[]> {
  const transaction = await ledger.transaction(transactionId);
  return (transaction?.writes ?? []).flatMap(({ key, value }) => {
    const [kind, subject = '', entry = ''] = splitKey(key);
    if (kind !== keyPrefixes.entry || value === undefined) return [];
    return [{ subject, entry, record: JSON.parse(Buffer.from(value).toString()) as CreditEntry }];
  });
}
