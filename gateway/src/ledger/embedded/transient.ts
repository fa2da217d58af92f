import {
  decodePrivateSet,
  encodePrivateSet,
  sha256,
  type PrivateWrites,
  type ReadWriteSet,
} from '../fabric-messages/index.js';
import { transientKey } from './keys.js';
import type { Store } from './store.js';

/** Private writes of endorsed transactions that are not committed yet (Fabric's transient store). */
export class TransientStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  // Not synced: if it is lost the envelope is refused at submission, and endorsing anew costs nothing.
  async keep(transactionId: string, writes: readonly PrivateWrites[]): Promise<void> {
    if (writes.length === 0) return;
    await this.#store.keep(transientKey(transactionId), Buffer.from(encodePrivateSet(writes)));
  }

  /** The private writes a set's hashes stand for; undefined when one of them is missing. */
  find(transactionId: string, set: ReadWriteSet): readonly PrivateWrites[] | undefined {
    const hashes = set.flatMap(({ namespace, collections }) =>
      collections
        .filter(({ privateHash }) => privateHash.length > 0)
        .map(({ collection, privateHash }) => ({ namespace, collection, privateHash })),
    );
    if (hashes.length === 0) return [];
    const kept = this.#store.get(transientKey(transactionId));
    const writes = kept ? decodePrivateSet(kept) : [];
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
}
