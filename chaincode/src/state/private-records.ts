import type { Context } from 'fabric-contract-api';
import { canonicalize, utf8Encode } from '../domain/index.js';

/** What the contracts use of the ledger's stub for one collection. */
export type PrivateStub = Pick<Context['stub'], 'getPrivateData' | 'putPrivateData' | 'purgePrivateData'>;

/**
 * The records of one private collection as canonical JSON. As of the channel's state, none is written unread. Each carries
 * a salt of 128 bits, since the hash of its bytes stands in the block.
 */
export class PrivateRecords {
  readonly #stub: PrivateStub;
  readonly #collection: string;
  readonly #read = new Set<string>();

  constructor(stub: PrivateStub, collection: string) {
    this.#stub = stub;
    this.#collection = collection;
  }

  async get<T>(key: string): Promise<T | undefined> {
    this.#read.add(key);
    const value = await this.#stub.getPrivateData(this.#collection, key);
    return value.length === 0 ? undefined : (JSON.parse(Buffer.from(value).toString('utf8')) as T);
  }

  async put(key: string, record: object): Promise<void> {
    if (!this.#read.has(key)) throw new Error(`Blind write of ${key}`);
    await this.#stub.putPrivateData(this.#collection, key, utf8Encode(canonicalize(record)));
  }

  /** Takes value and hash out of every member's peer, its history too. */
  async purge(key: string): Promise<void> {
    await this.#stub.purgePrivateData(this.#collection, key);
  }
}
