import type { CatalogueRecord, CatalogueReference, CatalogueWritten } from '../../domain/index.js';
import { HanlianError, keyOfEntry, keys, recordDigest, recordsRoot } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import type { State } from '../../state/state.js';
import { requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import type { Outcome } from '../operation.js';
import { nextRecord } from '../registry/record.js';

/** One entry of a request, with the record it changes. */
export interface Opened<Facts> {
  readonly entry: CatalogueReference;
  readonly key: string;
  /** Where it stands in the request. */
  readonly field: string;
  readonly facts: Facts;
  readonly last: CatalogueRecord | undefined;
}

/** @throws {HanlianError} CATALOGUE_ENTRY_UNKNOWN */
export async function entryOf(state: State, entry: CatalogueReference): Promise<CatalogueRecord> {
  const record = await state.get<CatalogueRecord>(keyOfEntry(entry));
  if (record === undefined) throw unknownEntry(entry);
  return record;
}

export const unknownEntry = (entry: CatalogueReference): HanlianError =>
  new HanlianError('CATALOGUE_ENTRY_UNKNOWN', `There is no such ${entry.kind}`, { received: { ...entry } });

/** Whether an error is about one entry of several: its place is told. */
const at = (field: string, error: unknown): unknown =>
  error instanceof HanlianError && error.code === 'STALE'
    ? new HanlianError('STALE', error.message, { ...error.details, field })
    : error;

/**
 * Reads the record each entry of a request changes.
 *
 * @throws {HanlianError} CATALOGUE_ENTRY_DUPLICATE, ALREADY_APPLIED, STALE
 */
export async function openEntries<Facts extends { readonly expectedRevision?: number | undefined }>(
  { state }: TransactionContext,
  intent: string,
  entries: readonly Facts[],
  referenceOf: (facts: Facts) => CatalogueReference,
): Promise<readonly Opened<Facts>[]> {
  const opened: Opened<Facts>[] = [];
  const seen = new Set<string>();
  for (const [i, facts] of entries.entries()) {
    const entry = referenceOf(facts);
    const key = keyOfEntry(entry);
    const field = `entries[${i}]`;
    if (seen.has(key)) {
      throw new HanlianError('CATALOGUE_ENTRY_DUPLICATE', 'An entry stands twice', { field, received: key });
    }
    seen.add(key);
    const last = await state.get<CatalogueRecord>(key);
    try {
      requireFresh({ intent, expectedRevision: facts.expectedRevision }, last);
    } catch (error) {
      throw at(field, error);
    }
    opened.push({ entry, key, field, facts, last });
  }
  return opened;
}

/** Writes each entry as it now stands, and beside it under the revision's own key, where it stays readable. */
export async function writeEntries<Facts>(
  ctx: TransactionContext,
  intent: string,
  opened: readonly Opened<Facts>[],
  next: (opened: Opened<Facts>) => object,
): Promise<Outcome> {
  const written: { readonly key: string; readonly record: object; readonly revision: number }[] = [];
  for (const one of opened) {
    const { key, last } = one;
    const record = nextRecord(ctx, intent, last, next(one));
    const revisionKey = keys.catalogueRevision(key, record.revision);
    await ctx.state.get(revisionKey);
    await ctx.state.put(key, record);
    await ctx.state.put(revisionKey, record);
    written.push({ key, record, revision: record.revision });
  }
  return {
    answer: {
      v: 1,
      count: written.length,
      entries: written.map(({ key, revision }) => ({ key, revision })),
      tx: ctx.tx,
      intent,
    } satisfies CatalogueWritten,
    event: { count: written.length, ...toldOf(written) },
  };
}

/** Of one record the event names the key and its digest; of several the root over all of them. */
function toldOf(written: readonly { readonly key: string; readonly record: object }[]): {
  readonly key?: string;
  readonly root: string;
} {
  const records = written.map(({ record }) => record);
  if (records.length > 1) return { root: recordsRoot(nodeHashes.sha256, records) };
  const [{ key, record }] = written as readonly [{ key: string; record: object }];
  return { key, root: recordDigest(nodeHashes.sha256, record) };
}
