import type { Version } from '../fabric-messages/index.js';
import { ruleError } from '../common/failure.js';
import type { Collections, Viewpoint } from './collections.js';
import { RangeCursor, RangeRecorder, type Fetch } from './range-cursor.js';
import { ReadWriteSetBuilder, type SimulationResults } from './rwset.js';
import { privateDigest, type Entry, type StateView } from './state.js';

const EMPTY = Buffer.alloc(0);

/**
 * What one transaction does to the state, by Fabric's rules (txmgr `txSimulator`): reads see the committed state only,
 * writes are gathered and seen by nobody, and each read is recorded for the check at commit.
 */
export class Simulation {
  readonly #view: StateView;
  readonly #collections: Collections;
  readonly #viewpoint: Viewpoint;
  readonly #maxResults: number;
  readonly #builder = new ReadWriteSetBuilder();
  #wrote = false;
  #queriedPrivately = false;
  #paged = false;

  constructor(view: StateView, collections: Collections, viewpoint: Viewpoint, maxResults: number) {
    this.#view = view;
    this.#collections = collections;
    this.#viewpoint = viewpoint;
    this.#maxResults = maxResults;
  }

  get(namespace: string, key: string): Buffer {
    const found = this.#view.get(namespace, key);
    this.#builder.read(namespace, key, found?.version);
    return found?.value ?? EMPTY;
  }

  /** An empty or absent value deletes the key. */
  put(namespace: string, key: string, value: Uint8Array | undefined): void {
    this.#beforeWrite(key);
    this.#builder.write(namespace, key, value?.length ? value : undefined);
  }

  range(namespace: string, startKey: string, endKey: string): RangeCursor {
    const recorder = new RangeRecorder(startKey, endKey);
    this.#builder.range(namespace, () => recorder.finish());
    const fetch: Fetch = (start, limit) => this.#view.range(namespace, start, endKey, limit);
    return new RangeCursor(fetch, startKey, this.#maxResults, recorder);
  }

  /** One page and the bookmark of the next: the first key not given, empty at the end. */
  async page(
    namespace: string,
    startKey: string,
    endKey: string,
    size: number,
  ): Promise<{ rows: Entry[]; bookmark: string }> {
    if (this.#wrote)
      throw ruleError(
        'LEDGER_WRITE_AFTER_PAGED_QUERY',
        'The transaction has written before a paginated query.',
      );
    this.#paged = true;
    const recorder = new RangeRecorder(startKey, endKey);
    this.#builder.range(namespace, () => recorder.finish());
    const entries = await this.#view.range(namespace, startKey, endKey, size + 1);
    const rows = entries.slice(0, size);
    for (const row of rows) recorder.add(row);
    if (entries.length < size) recorder.exhaust();
    return { rows, bookmark: entries[size]?.key ?? '' };
  }

  getPrivate(namespace: string, collection: string, key: string): Buffer {
    const { members } = this.#collections.mayRead(namespace, collection, this.#viewpoint);
    const hash = this.#view.privateHash(namespace, collection, privateDigest(key));
    const held = members.includes(this.#viewpoint.peer);
    const found = held ? this.#view.privateValue(namespace, collection, key) : undefined;
    if (!sameVersion(hash?.version, found?.version)) {
      throw ruleError(
        'LEDGER_PRIVATE_DATA_UNAVAILABLE',
        `This peer does not hold the value of ${collection}.`,
      );
    }
    this.#builder.privateRead(namespace, collection, key, found?.version);
    return found?.value ?? EMPTY;
  }

  getPrivateHash(namespace: string, collection: string, key: string): Buffer {
    this.#collections.get(namespace, collection);
    const hash = this.#view.privateHash(namespace, collection, privateDigest(key));
    this.#builder.privateRead(namespace, collection, key, hash?.version);
    return hash?.value ?? EMPTY;
  }

  putPrivate(namespace: string, collection: string, key: string, value: Uint8Array | undefined): void {
    this.#writePrivate(namespace, collection, key, value?.length ? value : undefined, false);
  }

  purgePrivate(namespace: string, collection: string, key: string): void {
    this.#writePrivate(namespace, collection, key, undefined, true);
  }

  privateRange(namespace: string, collection: string, startKey: string, endKey: string): RangeCursor {
    const { members } = this.#collections.mayRead(namespace, collection, this.#viewpoint);
    if (this.#wrote)
      throw ruleError(
        'LEDGER_WRITE_AFTER_PRIVATE_QUERY',
        'The transaction has written before a private query.',
      );
    this.#queriedPrivately = true;
    const held = members.includes(this.#viewpoint.peer);
    const fetch: Fetch = (start, limit) =>
      held ? this.#view.privateRange(namespace, collection, start, endKey, limit) : Promise.resolve([]);
    return new RangeCursor(fetch, startKey, this.#maxResults);
  }

  finish(): SimulationResults {
    return this.#builder.finish();
  }

  #writePrivate(
    namespace: string,
    collection: string,
    key: string,
    value: Uint8Array | undefined,
    purge: boolean,
  ): void {
    this.#collections.mayWrite(namespace, collection, this.#viewpoint);
    this.#beforeWrite(key);
    this.#builder.privateWrite(namespace, collection, key, value, purge);
  }

  #beforeWrite(key: string): void {
    if (key === '') throw new Error('a key is not an empty string');
    if (this.#queriedPrivately) {
      throw ruleError('LEDGER_WRITE_AFTER_PRIVATE_QUERY', 'The transaction has queried private data.');
    }
    if (this.#paged) {
      throw ruleError('LEDGER_WRITE_AFTER_PAGED_QUERY', 'The transaction has performed a paginated query.');
    }
    this.#wrote = true;
  }
}

function sameVersion(left: Version | undefined, right: Version | undefined): boolean {
  return left?.block === right?.block && left?.transaction === right?.transaction;
}
