import { HanlianError, type ErrorCode } from '@hanlian/chaincode/domain';
import type { Store } from '../storage/store.js';

/** Each query counts once, as each handing on: another of its id is refused, be the first on disk or just on its way there. */
export class Firsts {
  readonly #store: Store;
  readonly #code: ErrorCode;
  readonly #writing = new Set<string>();

  /** @param code by which the second is refused */
  constructor(store: Store, code: ErrorCode = 'QUERY_REPLAYED') {
    this.#store = store;
    this.#code = code;
  }

  /**
   * Has what is of that id written, of which `key` is then in the store.
   *
   * @throws {HanlianError} QUERY_REPLAYED, or as said
   */
  async of<Written>(
    { id }: { readonly id: string },
    key: string,
    write: () => Promise<Written>,
  ): Promise<Written> {
    if (this.#writing.has(key) || this.#store.getSync(key) !== undefined) {
      throw new HanlianError(this.#code, 'There was one of that id before', {
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
