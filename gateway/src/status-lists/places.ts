import { LIST_SIZE, placesOf, type StatusPlace } from '@hanlian/certificates';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';

/** From where on a batch's certificates stand, in the order in which a department gives places away. */
const OF_BATCH = 'placeof~';
/** The same by department and order, to find where it goes on. */
const TAKEN = 'places~';
/** Lists of which something is new, until they are published. */
export const WAITING = 'listwaits~';

const ORDER_DIGITS = 14;
const LIST_DIGITS = 9;
/** Half a megabyte each. */
const LISTS_REMEMBERED = 16;

/** How a batch's row tells it. */
interface Reserved {
  readonly department: string;
  /** Of its first certificate. */
  readonly first: number;
  readonly count: number;
}

/** Places for the certificates of a batch, and what keeps them taken. */
export interface Reservation {
  readonly at: (index: number) => StatusPlace;
  readonly changes: readonly Change[];
}

export const listKey = (department: string, list: number): string =>
  `${department}~${String(list).padStart(LIST_DIGITS, '0')}`;

/**
 * Gives certificates their places in status lists. A department has whole lists to itself and fills one after another;
 * which place in it comes when is a permutation under this hub's key. Kept is a row a batch: from it and the key each
 * certificate's place follows.
 */
export class StatusPlaces {
  readonly #store: Store;
  readonly #writer: Pick<GroupWriter, 'write'>;
  readonly #key: Uint8Array;
  readonly #next = new Map<string, Promise<{ order: number }>>();
  readonly #lists = new Map<string, Uint32Array>();

  /** @param key for nothing but this; who has it can tell in which order a department's places were given away */
  constructor(store: Store, writer: Pick<GroupWriter, 'write'>, key: Uint8Array) {
    this.#store = store;
    this.#writer = writer;
    this.#key = key;
  }

  /** Takes the next places of a department; they are taken for good once `changes` are on disk. */
  async reserve(department: string, batch: string, count: number): Promise<Reservation> {
    const next = await this.#nextOf(department);
    const first = next.order;
    next.order += count;
    const reserved: Reserved = { department, first, count };
    // By itself: it outlives a batch that is withdrawn, since the next one goes on in the same list.
    if (begins(reserved))
      await this.#writer.write([put(WAITING + listKey(department, lastList(reserved)), '')]);
    const order = String(first).padStart(ORDER_DIGITS, '0');
    return {
      at: (index) => this.#place(department, first + index),
      changes: [
        put(OF_BATCH + batch, JSON.stringify(reserved)),
        put(`${TAKEN}${department}~${order}`, batch),
      ],
    };
  }

  /** The place of a batch's certificate; undefined: the batch has none here. */
  find(batch: string, index: number): StatusPlace | undefined {
    const kept = this.#store.getSync(OF_BATCH + batch);
    if (kept === undefined) return undefined;
    const { department, first } = JSON.parse(kept.toString()) as Reserved;
    return this.#place(department, first + index);
  }

  #nextOf(department: string): Promise<{ order: number }> {
    const known = this.#next.get(department);
    if (known !== undefined) return known;
    const found = this.#findNext(department);
    this.#next.set(department, found);
    found.catch(() => this.#next.delete(department));
    return found;
  }

  async #findNext(department: string): Promise<{ order: number }> {
    const prefix = `${TAKEN}${department}~`;
    const [batch] = await this.#store
      .values({ gt: prefix, lt: `${prefix}\uffff`, reverse: true, limit: 1 })
      .all();
    const kept = batch && this.#store.getSync(OF_BATCH + batch.toString());
    if (kept === undefined) return { order: 0 };
    const { first, count } = JSON.parse(kept.toString()) as Reserved;
    return { order: first + count };
  }

  #place(department: string, order: number): StatusPlace {
    const list = Math.floor(order / LIST_SIZE);
    return { department, list, index: this.#list(department, list)[order % LIST_SIZE] as number };
  }

  #list(department: string, list: number): Uint32Array {
    const name = listKey(department, list);
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const places = placesOf(this.#key, department, list);
    if (this.#lists.size >= LISTS_REMEMBERED) this.#lists.clear();
    this.#lists.set(name, places);
    return places;
  }
}

const lastList = ({ first, count }: Reserved): number => Math.floor((first + count - 1) / LIST_SIZE);

/** Whether a list begins with it: lists are published from their first certificate on. */
const begins = (reserved: Reserved): boolean =>
  reserved.first % LIST_SIZE === 0 || lastList(reserved) > Math.floor(reserved.first / LIST_SIZE);

const put = (key: string, value: string): Change => ({ type: 'put', key, value: Buffer.from(value) });
