import { stampTrustOf, type StampTrust } from '@hanlian/certificates';
import { createLimit } from '../storage/limit.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import { obtainStamp, type StampSources } from './client.js';
import { sealsOf, statusChange, type StatusSource } from './evidence.js';
import { KnownLists, RECHECK } from './known-lists.js';
import { STAMP, WAITING, waitingForStamp } from './queue-keys.js';
import { sealsInNeed } from './recheck.js';

const END = '\uffff';

/** How many are in memory at once; what waits beyond them stays on disk, a key each, and nothing is lost. */
const WINDOW = 64;
const AT_ONCE = 4;

/** Milliseconds. */
const IDLE = 1000;
const LONGEST_PAUSE = 60_000;

interface Parts {
  readonly store: Store;
  readonly writer: GroupWriter;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How the certificates of seals stand, to be kept with the stamp. */
  readonly statusOf: StatusSource;
}

/**
 * Gives sealed batches their stamps, behind the requests: issuing never waits for it. What waits stands on disk, so that
 * an authority that is down, or a hub that is killed, costs time and no stamp.
 */
export class StampQueue {
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #failure: unknown;
  #roots: readonly Uint8Array[] = [];
  #position = WAITING;
  readonly #known: KnownLists;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#known = new KnownLists(parts.store);
  }

  /** Why nothing was stamped when it was last tried; undefined when all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Certificates under which this hub believes stamps, DER; none: it was told of nobody. */
  get roots(): readonly Uint8Array[] {
    return this.#roots;
  }

  /** The newest revocation lists that came with stamps, DER. */
  get lists(): readonly Uint8Array[] {
    return this.#known.all;
  }

  /** How many batches wait, counted to `most`. */
  async waiting(most: number): Promise<number> {
    return (await this.#keys(WAITING, most)).length;
  }

  /** Begins to stamp. `idle`: milliseconds to wait while there is nothing to do, and after a first failure. */
  start(sources: StampSources, idle = IDLE): void {
    this.#roots = sources.roots;
    this.#running = this.#run(sources, idle);
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(sources: StampSources, idle: number): Promise<void> {
    let pause = idle;
    // What was sealed before there was a queue, or whose marks were lost, waits from now on.
    await this.#enqueue(undefined);
    while (!this.#stopping.signal.aborted) {
      await this.#recheck(sources);
      const { tried, stamped } = await this.#round(sources);
      const isStuck = tried > 0 && stamped === 0;
      if (stamped === WINDOW) continue;
      await this.#sleep(isStuck ? pause : idle);
      pause = isStuck ? Math.min(pause * 2, LONGEST_PAUSE) : idle;
    }
  }

  /** After a list told of a lost key: what it had stamped is stamped anew, and keeps the old stamp until then. */
  async #recheck({ roots }: StampSources): Promise<void> {
    const { store, writer } = this.#parts;
    if (store.getSync(RECHECK) === undefined) return;
    try {
      const isDone = await this.#enqueue(stampTrustOf(roots, this.#known.all));
      if (isDone) await writer.write([{ type: 'del', key: RECHECK }]);
    } catch (failure) {
      this.#failure = failure;
    }
  }

  /** Whether it went through all of them: it ends early when the queue is closed. */
  async #enqueue(trust: StampTrust | undefined): Promise<boolean> {
    const { store, writer } = this.#parts;
    for await (const batches of sealsInNeed(store, trust)) {
      if (this.#stopping.signal.aborted) return false;
      const missing = batches.filter((batch) => store.getSync(WAITING + batch) === undefined);
      if (missing.length > 0) await writer.write(missing.map(waitingForStamp));
    }
    return true;
  }

  /** One window, from where the last ended: one batch that cannot be stamped keeps no other from it. */
  async #round(sources: StampSources): Promise<{ tried: number; stamped: number }> {
    const batches = await this.#keys(this.#position, WINDOW);
    const last = batches.at(-1);
    this.#position = batches.length < WINDOW || last === undefined ? WAITING : WAITING + last + END;
    const limit = createLimit(AT_ONCE);
    const done = await Promise.all(batches.map((batch) => limit(() => this.#stamp(batch, sources))));
    const stamped = done.filter(Boolean).length;
    if (stamped > 0 || batches.length === 0) this.#failure = undefined;
    return { tried: batches.length, stamped };
  }

  async #stamp(batch: string, sources: StampSources): Promise<boolean> {
    const { store, writer, clock, statusOf } = this.#parts;
    try {
      const seals = sealsOf(store, batch);
      const { token, lists } = await obtainStamp(
        seals[0].signature,
        sources,
        clock(),
        this.#stopping.signal,
        this.#known.all,
      );
      // After the stamp: a revocation before it is in the answer.
      const status = await statusChange(batch, seals, statusOf);
      await writer.write([
        { type: 'put', key: STAMP + batch, value: token },
        status,
        ...this.#known.take(lists),
        { type: 'del', key: WAITING + batch },
      ]);
      return true;
    } catch (failure) {
      this.#failure = failure;
      return false;
    }
  }

  async #keys(from: string, most: number): Promise<string[]> {
    const found = await this.#parts.store.keys({ gt: from, lt: WAITING + END, limit: most }).all();
    return found.map((key) => key.slice(WAITING.length));
  }

  #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }
}
