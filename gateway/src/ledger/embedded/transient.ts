import {
  decodePrivateSet,
  encodePrivateSet,
  sha256,
  type PrivateWrites,
  type ReadWriteSet,
} from '../fabric-messages/index.js';
import type { Store } from './store.js';

const SPACE = 't\0';
const KEPT_MS = 24 * 3600_000;
const TIME_BYTES = 8;

/**
 * Private writes of endorsed transactions that are not committed yet (Fabric's transient store). A store of its own:
 * its writes are not synced, and the ledger's log then holds nothing but synced blocks. If one is lost the envelope is
 * refused at submission, and endorsing anew costs nothing.
 */
export class TransientStore {
  readonly #store: Store;
  readonly #clock: () => number;

  constructor(store: Store, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  async keep(transactionId: string, writes: readonly PrivateWrites[]): Promise<void> {
    if (writes.length === 0) return;
    const time = Buffer.alloc(TIME_BYTES);
    time.writeDoubleBE(this.#clock());
    const value = Buffer.concat([time, encodePrivateSet(writes)]);
    await this.#store.keep([{ type: 'put', key: SPACE + transactionId, value }]);
  }

  /** The private writes a set's hashes stand for; undefined when one of them is missing. */
  find(transactionId: string, set: ReadWriteSet): readonly PrivateWrites[] | undefined {
    const hashes = set.flatMap(({ namespace, collections }) =>
      collections
        .filter(({ privateHash }) => privateHash.length > 0)
        .map(({ collection, privateHash }) => ({ namespace, collection, privateHash })),
    );
    if (hashes.length === 0) return [];
    const kept = this.#store.get(SPACE + transactionId);
    const writes = kept ? decodePrivateSet(kept.subarray(TIME_BYTES)) : [];
    const complete = hashes.every(({ namespace, collection, privateHash }) =>
      writes.some(
        (write) =>
          write.namespace === namespace &&
          write.collection === collection &&
          sha256(write.bytes).equals(privateHash),
      ),
    );
    return complete && writes.length === hashes.length ? writes : undefined;
  }

  async forget(transactionIds: readonly string[]): Promise<void> {
    await this.#store.keep(transactionIds.map((id) => ({ type: 'del', key: SPACE + id })));
  }

  /** Forgets what was endorsed long ago and never submitted. */
  async sweep(): Promise<void> {
    const oldest = this.#clock() - KEPT_MS;
    const stale: string[] = [];
    for await (const [id, value] of this.#store.entries(SPACE)) {
      if (value.readDoubleBE(0) < oldest) stale.push(id);
    }
    await this.forget(stale);
  }

  async compact(): Promise<void> {
    await this.#store.compact(SPACE);
  }

  async close(): Promise<void> {
    await this.#store.close();
  }
}
