import { HanlianError } from '@hanlian/chaincode/domain';
import { Writes, type Change, type Store } from './store.js';

interface Waiting {
  readonly changes: readonly Change[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Writes that share their fsync: whatever is asked for while one batch is being synced goes into the next. Each
 * `write` is atomic, returns when its batch is on disk, and takes effect in the order of the calls. Primary data is
 * written through here alone: in a log without an unsynced record, a bad one before the end can only be damage.
 */
export class GroupWriter {
  readonly #writes: Writes;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(store: Store) {
    this.#writes = new Writes(store);
  }

  /** @throws {HanlianError} LEDGER_DISK_FULL, LEDGER_DAMAGED as its store does; LEDGER_CLOSED once it is closed */
  write(changes: readonly Change[]): Promise<void> {
    // To write on would fail, and the write after that open the store again.
    if (this.#closed) return Promise.reject(new HanlianError('LEDGER_CLOSED', 'The hub is closed'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Writes what was asked for, also meanwhile; nothing more from then on. */
  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    this.#closed = true;
  }

  async #run(): Promise<void> {
    // One turn of the microtask queue, so that requests already at work in this turn share the first batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#running = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#writes.batch(
        group.flatMap(({ changes }) => changes),
        { sync: true },
      );
      for (const { resolve } of group) resolve();
    } catch (reason) {
      for (const { reject } of group) reject(reason);
    }
  }
}
