import {
  differencesOf,
  formatInstant,
  HanlianError,
  keyPrefixes,
  rangeOf,
  type CatalogueEntryAnswer,
  type CatalogueList,
  type CatalogueQuery,
  type CatalogueRecord,
  type EntryPlace,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { recordAt, recordsUnder } from '../records.js';
import { parseRow } from '../registry-view.js';
import type { Page } from '../types.js';
import { keyAt, LISTS, ownerOf } from './lists.js';
import type { CatalogueParts } from './parts.js';

type Reading = Pick<CatalogueParts, 'model' | 'caughtUp'>;

/** So many revisions of an entry are shown. */
const MOST_SHOWN = 100;

/** The entry as it stands, if there is one. */
export function findEntry({ model }: Pick<Reading, 'model'>, key: string): CatalogueRecord | undefined {
  return recordAt(model, key) as CatalogueRecord | undefined;
}

/** An entry with what became of it. @throws {HanlianError} CATALOGUE_ENTRY_UNKNOWN */
export async function getEntry(parts: Reading, place: EntryPlace): Promise<CatalogueEntryAnswer> {
  await parts.caughtUp();
  const key = keyAt(place);
  const record = findEntry(parts, key);
  if (record === undefined) {
    throw new HanlianError('CATALOGUE_ENTRY_UNKNOWN', 'There is no such entry', { received: { ...place } });
  }
  return { revision: record.revision, record, history: await historyOf(parts, key) };
}

async function historyOf({ model }: Reading, key: string): Promise<CatalogueEntryAnswer['history']> {
  const { start, end } = rangeOf(keyPrefixes.catalogueRevision, key);
  const newest: CatalogueRecord[] = [];
  for await (const { row } of model.rows(start, end, true)) {
    newest.push(parseRow(row) as CatalogueRecord);
    // One more than is shown, to compare the last with.
    if (newest.length > MOST_SHOWN) break;
  }
  return newest.slice(0, MOST_SHOWN).map((record, i) => ({
    revision: record.revision,
    at: formatInstant(record.txTime),
    transactionId: transactionIdOf(record.tx),
    retired: record.retired !== undefined,
    differences: [...differencesOf(newest[i + 1], record)],
  }));
}

/** The entries of a list in order of their keys, as far as they are what is asked for. */
export async function listEntries(
  parts: Reading,
  list: CatalogueList,
  query: CatalogueQuery,
): Promise<Page<CatalogueRecord>> {
  await parts.caughtUp();
  const { start, end } = rangeOf(keyPrefixes[LISTS[list].kind]);
  const from = query.cursor === undefined ? start : `${start}${query.cursor}\u0000`;
  const items: CatalogueRecord[] = [];
  let last = '';
  for await (const { key, row } of parts.model.rows(from, end)) {
    const record = parseRow(row) as CatalogueRecord;
    if (!isAskedFor(record, query)) continue;
    if (items.length === query.limit) return { items, next: last.slice(start.length) };
    items.push(record);
    last = key;
  }
  return { items };
}

/** All entries of a department in a list that stand, or everyone's. */
export async function allEntries(
  { model }: Reading,
  list: CatalogueList,
  department?: string,
): Promise<readonly CatalogueRecord[]> {
  const records = await recordsUnder<CatalogueRecord>(model, keyPrefixes[LISTS[list].kind]);
  return records
    .filter((record) => record.retired === undefined)
    .filter((record) => department === undefined || ownerOf(record) === department);
}

const CONDITIONS: readonly ((record: CatalogueRecord, query: CatalogueQuery) => boolean)[] = [
  ({ retired }, query) => retired === undefined || query.retired === 'true',
  (record, { department }) => department === undefined || ownerOf(record) === department,
  (record, { resource }) =>
    resource === undefined || ('code' in record ? record.code : record.resource) === resource,
  (record, { share }) => share === undefined || ('share' in record && record.share === share),
  (record, { text }) => text === undefined || textsOf(record).some((each) => each.includes(text)),
];

const isAskedFor = (record: CatalogueRecord, query: CatalogueQuery): boolean =>
  CONDITIONS.every((holds) => holds(record, query));

const TEXTS: ReadonlySet<string> = new Set([
  'name',
  'abstract',
  'condition',
  'matter',
  'purpose',
  'legalBasis',
  'law',
]);

/** What people look for an entry by: its own texts, and what its items are called. */
const textsOf = (record: CatalogueRecord): readonly string[] => [
  ...Object.entries(record)
    .filter(([name]) => TEXTS.has(name))
    .map(([, value]) => value as string),
  ...('items' in record ? record.items.map(({ title }) => title) : []),
];
