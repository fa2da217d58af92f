import {
  keyPrefixes,
  splitKey,
  type AuditEntry,
  type CatalogueRecord,
  type LedgerEvent,
  type OpenVersion,
} from '@hanlian/chaincode/domain';
import type { Write } from '../ledger/port.js';

const ABOUT: ReadonlySet<string> = new Set([
  keyPrefixes.resource,
  keyPrefixes.responsibility,
  keyPrefixes.demand,
  keyPrefixes.negative,
  keyPrefixes.openVersion,
]);

/**
 * Whose catalogue or list a transaction wrote: its entries are all of departments that one acts for. Undefined of any
 * other transaction.
 */
export function catalogueDetails(
  event: LedgerEvent | undefined,
  writes: readonly Write[],
  lookup: (key: string) => unknown,
): Pick<AuditEntry, 'department'> | undefined {
  if (event === undefined || !event.type.startsWith('catalogue.')) return undefined;
  const entry = writes.find(({ key }) => ABOUT.has(splitKey(key)[0] as string));
  if (entry === undefined) return {};
  const record = lookup(entry.key) as CatalogueRecord | OpenVersion;
  return { department: 'provider' in record ? record.provider : record.department };
}
