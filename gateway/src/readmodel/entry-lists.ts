import { keyPrefixes, type CreditEntry } from '@hanlian/chaincode/domain';
import type { Change } from '../storage/store.js';

const LISTS = 'e~';
const ENTRY = `${keyPrefixes.entry}~`;
const NOTHING = Buffer.alloc(0);

/** Credit entries that can be found without looking through the others: each stays where it once stood. */
export type EntryList =
  | { readonly source: string }
  /** Those that ever ordered something of a certificate. */
  | 'measured'
  /** Those whose repair was ever applied for. */
  | 'repairs';

const prefixOf = (list: EntryList): string =>
  typeof list === 'string' ? `${LISTS}${list}~` : `${LISTS}source~${list.source}~`;

/** Puts an entry that was written on its lists, in the order of subject and id. */
export function entryChanges(key: string, value: Buffer): Change[] {
  if (!key.startsWith(ENTRY)) return [];
  const { source, facts, history = [] } = JSON.parse(value.toString()) as CreditEntry;
  const lists: EntryList[] = [{ source }];
  if (facts.measure !== undefined) lists.push('measured');
  if (history.some(({ operation }) => operation === 'applyRepair')) lists.push('repairs');
  const place = key.slice(ENTRY.length);
  return lists.map((list) => ({ type: 'put', key: prefixOf(list) + place, value: NOTHING }));
}

/** The part of the store that is a list, after the entry of a place (`subject~id`). */
export const listRange = (list: EntryList, after?: string): { gt: string; lt: string } => ({
  gt: prefixOf(list) + (after ?? ''),
  lt: `${prefixOf(list)}\u007f`,
});

/** The ledger's key of an entry on a list. */
export const entryKeyIn = (list: EntryList, name: string): string =>
  ENTRY + name.slice(prefixOf(list).length);
