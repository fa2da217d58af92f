import {
  formatLogProof,
  HanlianError,
  parseLogEntry,
  parseNote,
  type LogEntry,
} from '@hanlian/chaincode/domain';
import type { Position } from '../ledger/port.js';
import type { LogStore } from './log-store.js';

/** The proof that an entry stands in the log, and the entry. */
export interface EntryProof {
  readonly entry: string;
  readonly proof: string;
}

/** The place of a transaction's entry: entries stand in the order of their blocks. */
export async function findEntry(
  store: LogStore,
  { block }: Pick<Position, 'block'>,
  transactionId: string,
): Promise<number | undefined> {
  const entryAt = async (index: number): Promise<LogEntry> => parseLogEntry(await store.entry(index));
  let low = 0;
  let high = store.size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await entryAt(middle)).block < block) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < store.size; index++) {
    const entry = await entryAt(index);
    if (entry.tx === transactionId) return index;
    if (entry.block > block) return undefined;
  }
  return undefined;
}

/**
 * The proof of an entry under a checkpoint note of that size (c2sp.org/tlog-proof@v1).
 *
 * @throws {HanlianError} LOG_PENDING when the checkpoint is of before the entry
 */
export async function proveEntry(
  store: LogStore,
  index: number,
  { size, note }: { readonly size: number; readonly note: string },
): Promise<EntryProof> {
  if (index >= size) throw new HanlianError('LOG_PENDING', `The newest checkpoint has ${size} leaves`);
  const path = await store.tree(size).inclusion(index);
  const entry = Buffer.from(await store.entry(index)).toString();
  return { entry, proof: formatLogProof({ index, path, checkpoint: parseNote(note) }) };
}
