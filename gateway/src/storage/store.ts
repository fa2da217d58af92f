import { rm } from 'node:fs/promises';
import { HanlianError } from '@hanlian/chaincode/domain';
import { ClassicLevel } from 'classic-level';
import { DamagedFolder, isFull, openDurably, reopenDurably } from './level-folder.js';

/** A folder of LevelDB: text keys `kind~part~part`, bytes as values. */
export type Store = ClassicLevel<string, Buffer>;

export interface Put {
  readonly type: 'put';
  readonly key: string;
  readonly value: Buffer;
}

export interface Del {
  readonly type: 'del';
  readonly key: string;
}

export type Change = Put | Del;

/** Changes gathered one by one, written together. */
export type Gathered = ReturnType<Store['batch']>;

/** All keys that begin so: no key holds a character above `~`. */
export const beginningWith = (prefix: string): { readonly gte: string; readonly lt: string } => ({
  gte: prefix,
  lt: `${prefix}\u007f`,
});

export interface StoreOptions {
  /** Bytes LevelDB gathers in memory before it writes a table; its own 4 MB when absent. */
  readonly writeBufferSize?: number;
  /** Whether blocks are compressed; true when absent. Hashes do not get smaller, and unpacking them costs more than reading. */
  readonly compression?: boolean;
  /** How many tables stay open, each mapped into memory; LevelDB's own 1000 of 2 MB when absent. */
  readonly maxOpenFiles?: number;
}

/**
 * Opens a store, making its folder when missing.
 *
 * @throws {HanlianError} LEDGER_LOCKED, LEDGER_DAMAGED, LEDGER_DISK_FULL
 */
export async function openStore(folder: string, options: StoreOptions = {}): Promise<Store> {
  const all = { keyEncoding: 'utf8', valueEncoding: 'buffer', ...options };
  try {
    return await openDurably(folder, () => new ClassicLevel<string, Buffer>(folder, all));
  } catch (cause) {
    throw storeError(cause, folder);
  }
}

/**
 * Opens a store that can be built anew from the ledger: one that is not whole, as a power failure may leave it, begins
 * empty.
 *
 * @throws {HanlianError} LEDGER_LOCKED, LEDGER_DISK_FULL
 */
export async function openDisposable(folder: string, options: StoreOptions = {}): Promise<Store> {
  try {
    return await openStore(folder, options);
  } catch (error) {
    if (!(error instanceof HanlianError) || error.code !== 'LEDGER_DAMAGED') throw error;
    await rm(folder, { recursive: true });
    return openStore(folder, options);
  }
}

/** Changes handed over one by one, which takes half the time of an array. */
function gathered(store: Store, changes: readonly Change[]): Gathered {
  const batch = store.batch();
  for (const change of changes) {
    if (change.type === 'put') batch.put(change.key, change.value);
    else batch.del(change.key);
  }
  return batch;
}

/** What LevelDB says of files that are not whole or not all there. */
const DAMAGE = /corruption|not an sstable|checksum|missing files|no such file/i;

/** Says in one sentence what keeps a store from working; other failures pass unchanged. */
function storeError(cause: unknown, folder: string): unknown {
  const { code, text } = describe(cause);
  if (code === 'LEVEL_LOCKED') {
    return new HanlianError('LEDGER_LOCKED', `Another process has ${folder} open`, {}, { cause });
  }
  if (cause instanceof DamagedFolder || DAMAGE.test(text)) {
    return new HanlianError('LEDGER_DAMAGED', `The store in ${folder} is damaged: ${text}`, {}, { cause });
  }
  if (isFull(cause)) {
    return new HanlianError('LEDGER_DISK_FULL', `There is no room left to write ${folder}`, {}, { cause });
  }
  return cause;
}

/** LevelDB's own words stand in the cause of what abstract-level throws. */
function describe(error: unknown): { code: string; text: string } {
  if (!(error instanceof Error)) return { code: '', text: String(error) };
  const inner: { code: string; text: string } =
    error.cause === undefined ? { code: '', text: '' } : describe(error.cause);
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return {
    code: inner.code === 'LEVEL_LOCKED' ? inner.code : own,
    text: inner.text === '' ? error.message : inner.text,
  };
}

/** The writes of a store. After one that failed, the store is opened anew before the next. */
export class Writes {
  readonly #store: Store;
  #failed = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** All or nothing. @throws {HanlianError} LEDGER_DISK_FULL, LEDGER_DAMAGED; the changes may yet be found later */
  async batch(changes: readonly Change[], options: { readonly sync: boolean }): Promise<void> {
    await this.mended();
    await this.#tried(gathered(this.#store, changes).write(options));
  }

  /** The same for a batch gathered change by change, outside of JavaScript's memory. The store must be mended before. */
  gathered(batch: Gathered, options: { readonly sync: boolean }): Promise<void> {
    return this.#tried(batch.write(options));
  }

  async #tried(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (cause) {
      this.#failed = true;
      throw storeError(cause, this.#store.location);
    }
  }

  /** Opens the store anew if its last write failed, and says whether it did: that write may now be there after all. */
  async mended(): Promise<boolean> {
    if (!this.#failed) return false;
    const { location } = this.#store;
    try {
      await reopenDurably(this.#store, location);
    } catch (cause) {
      throw storeError(cause, location);
    }
    this.#failed = false;
    return true;
  }
}
