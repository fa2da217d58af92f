import {
  compareUtf8,
  type NamespaceSet,
  type RangeRead,
  type ReadWriteSet,
  type Version,
} from '../fabric-messages/index.js';
import type { ValidationCode } from '../port.js';
import { RangeSummary } from './range-summary.js';
import type { StateView } from './state.js';
import type { Updates } from './updates.js';

/**
 * Whether what a transaction read still stands, given the committed state and the block's earlier valid transactions
 * (Fabric's `validator.validateTx`): versions of keys, then ranges, then private keys, a namespace at a time.
 */
export async function validateReads(
  set: ReadWriteSet,
  state: StateView,
  updates: Updates,
): Promise<ValidationCode> {
  for (const namespace of set) {
    if (!readsStand(namespace, state, updates)) return 'MVCC_READ_CONFLICT';
    for (const range of namespace.ranges) {
      if (!(await rangeStands(namespace.namespace, range, state, updates))) return 'PHANTOM_READ_CONFLICT';
    }
    if (!privateReadsStand(namespace, state, updates)) return 'MVCC_READ_CONFLICT';
  }
  return 'VALID';
}

function readsStand({ namespace, reads }: NamespaceSet, state: StateView, updates: Updates): boolean {
  return reads.every(
    ({ key, version }) => !updates.has(namespace, key) && same(state.get(namespace, key)?.version, version),
  );
}

function privateReadsStand(
  { namespace, collections }: NamespaceSet,
  state: StateView,
  updates: Updates,
): boolean {
  return collections.every(({ collection, reads }) =>
    reads.every(
      ({ keyHash, version }) =>
        !updates.hasHashed(namespace, collection, keyHash) &&
        same(state.privateHash(namespace, collection, keyHash)?.version, version),
    ),
  );
}

function same(left: Version | undefined, right: Version | undefined): boolean {
  return left?.block === right?.block && left?.transaction === right?.transaction;
}

async function rangeStands(
  namespace: string,
  range: RangeRead,
  state: StateView,
  updates: Updates,
): Promise<boolean> {
  const { startKey, endKey, exhausted } = range;
  // Not exhausted: the end is the last key that was read, and belongs to the range.
  const end = exhausted || endKey === '' ? endKey : `${endKey}\0`;
  const isBeforeEnd = (key: string): boolean => end === '' || compareUtf8(key, end) < 0;
  const written = updates.inRange(namespace, startKey, isBeforeEnd);
  const committed = await state.range(namespace, startKey, end, Number.MAX_SAFE_INTEGER);
  const now = new Map<string, Version>(committed.map(({ key, version }) => [key, version]));
  for (const [key, { value, version }] of written) {
    if (value) now.set(key, version);
    else now.delete(key);
  }
  const summary = new RangeSummary(
    'hashes' in range.results ? range.results.maxDegree : Number.MAX_SAFE_INTEGER,
  );
  for (const [key, version] of [...now].sort(([left], [right]) => compareUtf8(left, right))) {
    summary.add({ key, version });
  }
  return sameResults(summary.finish(), range.results);
}

function sameResults(now: RangeRead['results'], read: RangeRead['results']): boolean {
  if ('hashes' in now || 'hashes' in read) {
    return (
      'hashes' in now &&
      'hashes' in read &&
      now.maxLevel === read.maxLevel &&
      now.hashes.length === read.hashes.length &&
      now.hashes.every((hash, index) => Buffer.compare(hash, read.hashes[index] ?? new Uint8Array()) === 0)
    );
  }
  return (
    now.length === read.length &&
    now.every(({ key, version }, index) => key === read[index]?.key && same(version, read[index].version))
  );
}
