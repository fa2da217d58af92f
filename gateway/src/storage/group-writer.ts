import { HanlianError } from '@hanlian/chaincode/domain';
import { Groups } from './groups.js';
import { Writes, type Change, type Store } from './store.js';

/**
 * Writes that share their fsync: whatever is asked for while one batch is being synced goes into the next. Each
 * `write` is atomic, returns when its batch is on disk, and takes effect in the order of the calls. Primary data is
 * written through here alone: in a log without an unsynced record, a bad one before the end can only be damage.
 */
export class GroupWriter {
  readonly #batches: Groups<readonly Change[], undefined>;
  #closed = false;

  constructor(store: Store) {
    const writes = new Writes(store);
    this.#batches = new Groups(async (group) => {
      await writes.batch(group.flat(), { sync: true });
      return group.map(() => undefined);
    });
  }

  /** @throws {HanlianError} LEDGER_DISK_FULL, LEDGER_DAMAGED as its store does; LEDGER_CLOSED once it is closed */
  write(changes: readonly Change[]): Promise<void> {
    // To write on would fail, and the write after that open the store again.
    if (this.#closed) return Promise.reject(new HanlianError('LEDGER_CLOSED', 'The hub is closed'));
    return this.#batches.ask(changes);
  }

  /** Writes what was asked for, also meanwhile; nothing more from then on. */
  async close(): Promise<void> {
    await this.#batches.idle();
    this.#closed = true;
  }
}
