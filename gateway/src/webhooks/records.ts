import type { GroupWriter } from '../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../storage/store.js';
import type { DeadRecord, Progress, Subscription } from './subscription.js';

const SUBSCRIPTION = 'hook~';
const PROGRESS = 'hookat~';
const DEAD = 'hookdead~';
const DIGITS = 12;

const deadKey = (id: string, position: number): string =>
  `${DEAD}${id}~${String(position).padStart(DIGITS, '0')}`;
const put = (key: string, value: object): Change => ({
  type: 'put',
  key,
  value: Buffer.from(JSON.stringify(value)),
});

/** How many deliveries were given up and not sent since, counted to `most`. */
export async function deadLetters(store: Store, most: number): Promise<number> {
  return (await store.keys({ ...beginningWith(DEAD), limit: most }).all()).length;
}

/** Webhooks, how far each has come, and what was given up. Primary data; all but the dead letters is in memory too. */
export class Records {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #progress = new Map<string, Progress>();

  private constructor(store: Store, writer: GroupWriter) {
    this.#store = store;
    this.#writer = writer;
  }

  static async open(store: Store, writer: GroupWriter): Promise<Records> {
    const records = new Records(store, writer);
    for await (const [key, value] of under(store, PROGRESS)) {
      records.#progress.set(key.slice(PROGRESS.length), JSON.parse(value.toString()) as Progress);
    }
    for await (const [, value] of under(store, SUBSCRIPTION)) {
      records.learn(JSON.parse(value.toString()) as Subscription);
    }
    return records;
  }

  /** In the order of making. */
  all(): readonly Subscription[] {
    return [...this.#subscriptions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  find(id: string): Subscription | undefined {
    return this.#subscriptions.get(id);
  }

  progress(id: string): Progress {
    return this.#progress.get(id) ?? { position: 0, attempts: 0 };
  }

  /** What to write so that it stands; call `learn` when it does. */
  change(subscription: Subscription, progress?: Progress): Change[] {
    const kept = put(SUBSCRIPTION + subscription.id, subscription);
    return progress === undefined ? [kept] : [kept, put(PROGRESS + subscription.id, progress)];
  }

  /** Takes a webhook as it now stands into account; it is on disk already. */
  learn(subscription: Subscription, progress?: Progress): void {
    this.#subscriptions.set(subscription.id, subscription);
    if (progress !== undefined) this.#progress.set(subscription.id, progress);
  }

  /** What to write so that nothing of it is left; call `forget` when it is. */
  async removal(id: string): Promise<Change[]> {
    const dead = await this.dead(id);
    const keys = [SUBSCRIPTION + id, PROGRESS + id, ...dead.map(({ position }) => deadKey(id, position))];
    return keys.map((key) => ({ type: 'del', key }));
  }

  forget(id: string): void {
    this.#subscriptions.delete(id);
    this.#progress.delete(id);
  }

  /** How far it has come, with what was given up on the way; on disk when this returns. */
  async move(id: string, progress: Progress, dead?: DeadRecord): Promise<void> {
    this.#progress.set(id, progress);
    await this.#writer.write([put(PROGRESS + id, progress), ...(dead ? [this.deadChange(id, dead)] : [])]);
  }

  /** Its dead letters after a position, by position. */
  async dead(id: string, after = 0, limit = -1): Promise<DeadRecord[]> {
    const range = { gt: deadKey(id, after), lt: `${DEAD}${id}~\u007f`, limit };
    const values = await this.#store.values(range).all();
    return values.map((value) => JSON.parse(value.toString()) as DeadRecord);
  }

  /** Forgets what was given up before an instant, in milliseconds since 1970: its events stay in the feed. */
  async sweep(before: number): Promise<void> {
    for await (const [key, value] of under(this.#store, DEAD)) {
      if ((JSON.parse(value.toString()) as DeadRecord).at < before) {
        await this.#writer.write([{ type: 'del', key }]);
      }
    }
  }

  deadChange(id: string, dead: DeadRecord): Change {
    return put(deadKey(id, dead.position), dead);
  }

  /** A dead letter after its one more attempt: gone, or given up again. */
  async settle(id: string, position: number, left: DeadRecord | undefined): Promise<void> {
    const key = deadKey(id, position);
    await this.#writer.write([left === undefined ? { type: 'del', key } : put(key, left)]);
  }
}

const under = (store: Store, prefix: string): AsyncIterable<[string, Buffer]> =>
  store.iterator(beginningWith(prefix));
