import { HanlianError, type Instant } from '@hanlian/chaincode/domain';
import { PURPOSES, type ListName, type Purpose } from '@hanlian/certificates';
import type { Change, Store } from '../storage/store.js';
import { listKey } from './places.js';

/** A list as it was last published. */
const CURRENT = 'list~';
/** What was published, under the digest by which it was logged. */
const TEXT = 'listtext~';
/** Each snapshot by when it runs out. */
const PAST = 'listpast~';
const SECOND_DIGITS = 12;

export interface Snapshot {
  readonly department: string;
  readonly list: number;
  /** The instant it tells of. */
  readonly from: Instant;
  readonly until: Instant;
  /** When something in it changes by itself; absent: nothing does. */
  readonly due?: Instant | undefined;
  /** SHA-256 of the credentials, base64url. */
  readonly digests: Readonly<Record<Purpose, string>>;
}

/** The lists this hub has published and may still be asked for. */
export class PublishedLists {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws {HanlianError} NOT_FOUND for a list that was never published */
  current(name: ListName): Buffer {
    const snapshot = this.find(name.department, name.list);
    if (snapshot === undefined) throw notHere();
    return this.byDigest(snapshot.digests[name.purpose]);
  }

  /** @throws {HanlianError} NOT_FOUND for what never was, or has run out since */
  byDigest(digest: string): Buffer {
    const credential = this.#store.getSync(TEXT + digest);
    if (credential === undefined) throw notHere();
    return credential;
  }

  find(department: string, list: number): Snapshot | undefined {
    const kept = this.#store.getSync(CURRENT + listKey(department, list));
    return kept && (JSON.parse(kept.toString()) as Snapshot);
  }

  async all(): Promise<readonly Snapshot[]> {
    const values = await this.#store.values({ gt: CURRENT, lt: `${CURRENT}\uffff` }).all();
    return values.map((value) => JSON.parse(value.toString()) as Snapshot);
  }

  /** What puts a snapshot in the place of the last, and lets go of those that nobody could still rely on. */
  async changes(snapshot: Snapshot, credentials: Readonly<Record<Purpose, string>>): Promise<Change[]> {
    const { department, list, from, until, digests } = snapshot;
    const name = listKey(department, list);
    const ends = `${PAST}${name}~${String(until).padStart(SECOND_DIGITS, '0')}`;
    return [
      ...(await this.#runOut(name, from)),
      ...PURPOSES.map((purpose) => put(TEXT + digests[purpose], credentials[purpose])),
      put(`${ends}~${digests.message}`, JSON.stringify(Object.values(digests))),
      put(CURRENT + name, JSON.stringify(snapshot)),
    ];
  }

  async #runOut(name: string, now: Instant): Promise<Change[]> {
    const gone = { gt: `${PAST}${name}~`, lt: `${PAST}${name}~${String(now).padStart(SECOND_DIGITS, '0')}` };
    const changes: Change[] = [];
    for await (const [key, digests] of this.#store.iterator(gone)) {
      changes.push({ type: 'del', key });
      for (const digest of JSON.parse(digests.toString()) as string[]) {
        changes.push({ type: 'del', key: TEXT + digest });
      }
    }
    return changes;
  }
}

const put = (key: string, value: string): Change => ({ type: 'put', key, value: Buffer.from(value) });

const notHere = (): HanlianError => new HanlianError('NOT_FOUND', 'This hub publishes no such status list');
