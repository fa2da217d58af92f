import { HanlianError, type Query } from '@hanlian/chaincode/domain';
import type { Store } from '../storage/store.js';

/** Each query counts once: another of its id is refused, be the first on disk or just on its way there. */
export class Firsts {
  readonly #store: Store;
  readonly #writing = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Has a query written, of which `key` is then in the store.
   *
   * @throws {HanlianError} QUERY_REPLAYED
   */
  async of<Written>({ id }: Query, key: string, write: () => Promise<Written>): Promise<Written> {
    if (this.#writing.has(key) || this.#store.getSync(key) !== undefined) {
      throw new HanlianError('QUERY_REPLAYED', 'There was a query of that id before', {
        field: 'id',
        received: id,
      });
    }
    this.#writing.add(key);
    try {
      return await write();
    } finally {
      this.#writing.delete(key);
    }
  }
}
