import { sha256 } from '../fabric-messages/index.js';
import {
  privateHashKey,
  privatePrefix,
  statePrefix,
  transactionKey,
  unpackValue,
  type Versioned,
} from './keys.js';
import type { Reader } from './store.js';

export interface Entry extends Versioned {
  readonly key: string;
}

/** A height without blocks may serve reads for hours. */
const MOST_REMEMBERED = 4096;

/** The world state at one height: all that a simulation can learn of the ledger. */
export interface StateView {
  get(namespace: string, key: string): Versioned | undefined;
  /** From `start` (inclusive) to `end` (exclusive; empty: to the namespace's end). */
  range(namespace: string, start: string, end: string, limit: number): Promise<Entry[]>;
  privateValue(namespace: string, collection: string, key: string): Versioned | undefined;
  privateHash(namespace: string, collection: string, keyHash: Uint8Array): Versioned | undefined;
  privateRange(
    namespace: string,
    collection: string,
    start: string,
    end: string,
    limit: number,
  ): Promise<Entry[]>;
}

/**
 * The world state at the height a reader stands at. What it found once it remembers: the transactions of one block read
 * the same few registrations again and again. So one serves one height, and the next height takes a new one.
 */
export class StoredState implements StateView {
  readonly #reader: Reader;
  readonly #found = new Map<string, Versioned | undefined>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  get(namespace: string, key: string): Versioned | undefined {
    return this.#versioned(statePrefix(namespace) + key);
  }

  range(namespace: string, start: string, end: string, limit: number): Promise<Entry[]> {
    return this.#range(statePrefix(namespace), start, end, limit);
  }

  privateValue(namespace: string, collection: string, key: string): Versioned | undefined {
    return this.#versioned(privatePrefix(namespace, collection) + key);
  }

  privateHash(namespace: string, collection: string, keyHash: Uint8Array): Versioned | undefined {
    return this.#versioned(privateHashKey(namespace, collection, keyHash));
  }

  privateRange(
    namespace: string,
    collection: string,
    start: string,
    end: string,
    limit: number,
  ): Promise<Entry[]> {
    return this.#range(privatePrefix(namespace, collection), start, end, limit);
  }

  /** Whether a block already holds a transaction of this id, valid or not. */
  knows(transactionId: string): boolean {
    return this.#reader.get(transactionKey(transactionId)) !== undefined;
  }

  #versioned(key: string): Versioned | undefined {
    if (this.#found.has(key)) return this.#found.get(key);
    const packed = this.#reader.get(key);
    const found = packed && unpackValue(packed);
    if (this.#found.size < MOST_REMEMBERED) this.#found.set(key, found);
    return found;
  }

  async #range(prefix: string, start: string, end: string, limit: number): Promise<Entry[]> {
    const entries = await this.#reader.range(prefix, start, end, limit);
    return entries.map(([key, packed]) => ({ key, ...unpackValue(packed) }));
  }
}

/** How private keys and values appear in public. */
export function privateDigest(value: string | Uint8Array): Buffer {
  return sha256(typeof value === 'string' ? Buffer.from(value, 'utf8') : value);
}
