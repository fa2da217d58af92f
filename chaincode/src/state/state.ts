import type { Context } from 'fabric-contract-api';
import { canonicalize, HanlianError, rangeOf, utf8Encode } from '../domain/index.js';

/** What the contracts use of the ledger's stub. */
export type Stub = Pick<
  Context['stub'],
  'getState' | 'putState' | 'getStateByRange' | 'getStateByRangeWithPagination'
>;

type Entries = Awaited<ReturnType<Stub['getStateByRange']>>;

export interface Found<T> {
  readonly key: string;
  readonly record: T;
}

export interface FoundPage<T> {
  readonly found: readonly Found<T>[];
  /** Absent when this was the last. */
  readonly cursor?: string;
}

const decode = (value: Uint8Array): unknown => JSON.parse(Buffer.from(value).toString('utf8'));

async function collect<T>(entries: Entries): Promise<Found<T>[]> {
  const found: Found<T>[] = [];
  for (let next = await entries.next(); !next.done; next = await entries.next()) {
    found.push({ key: next.value.key, record: decode(next.value.value) as T });
  }
  await entries.close();
  return found;
}

/**
 * The channel state as canonical JSON records, for one transaction. It refuses blind writes: a key must have been read,
 * or lie in a range found empty, before it is written, so that two concurrent writes of it conflict at commit. What is
 * read was written by these contracts, so it is taken to be what `T` says.
 */
export class State {
  readonly #stub: Stub;
  readonly #read = new Set<string>();
  readonly #empty: string[] = [];

  constructor(stub: Stub) {
    this.#stub = stub;
  }

  async get<T>(key: string): Promise<T | undefined> {
    this.#read.add(key);
    const value = await this.#stub.getState(key);
    return value.length === 0 ? undefined : (decode(value) as T);
  }

  async put(key: string, record: object): Promise<void> {
    if (!this.#read.has(key) && !this.#empty.some((prefix) => key.startsWith(prefix))) {
      throw new Error(`Blind write of ${key}`);
    }
    await this.#stub.putState(key, utf8Encode(canonicalize(record)));
  }

  /** Whether no key begins with this text; if so, keys that do may be written. */
  async isEmpty(prefix: string): Promise<boolean> {
    const entries = await this.#stub.getStateByRange(prefix, `${prefix}\u007f`);
    const { done } = await entries.next();
    await entries.close();
    if (!done) return false;
    this.#empty.push(prefix);
    return true;
  }

  /** All records whose keys begin with these parts, in order of key. */
  async list<T>(...parts: readonly string[]): Promise<readonly Found<T>[]> {
    const { start, end } = rangeOf(...parts);
    return collect<T>(await this.#stub.getStateByRange(start, end));
  }

  /**
   * At most `limit` of them, from a cursor on. Fabric begins wherever the cursor says, also before the range, and
   * refuses writes after it.
   *
   * @throws {HanlianError} FIELD_INVALID when the cursor leads to other records
   */
  async page<T>(
    parts: readonly string[],
    { limit, cursor = '' }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<FoundPage<T>> {
    const { start, end } = rangeOf(...parts);
    const { iterator, metadata } = await this.#stub.getStateByRangeWithPagination(start, end, limit, cursor);
    const found = await collect<T>(iterator);
    if (!found.every(({ key }) => key.startsWith(start))) {
      throw new HanlianError('FIELD_INVALID', 'The cursor is none this list gave', { field: 'cursor' });
    }
    return {
      found,
      ...(found.length === limit && metadata.bookmark !== '' && { cursor: metadata.bookmark }),
    };
  }
}
