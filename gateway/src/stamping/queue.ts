import { createLimit } from '../storage/limit.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import { obtainStamp, type StampSources } from './client.js';
import { sealsOf, statusChange, type StatusSource } from './evidence.js';

const WAITING = 'unstamped~';
const STAMP = 'stamp~';
const END = '\uffff';

/** How many are in memory at once; what waits beyond them stays on disk, a key each, and nothing is lost. */
const WINDOW = 64;
const AT_ONCE = 4;

/** Milliseconds. */
const IDLE = 1000;
const LONGEST_PAUSE = 60_000;

/** Written with the seal, in one batch: from then on the batch waits for its stamp, over restarts. */
export const waitingForStamp = (batch: string): Change => ({
  type: 'put',
  key: WAITING + batch,
  value: Buffer.alloc(0),
});

/** The time-stamp token of a batch, DER in base64; null while there is none. */
export const stampOf = (store: Store, batch: string): { readonly token: string } | null => {
  const token = store.getSync(STAMP + batch);
  return token === undefined ? null : { token: token.toString('base64') };
};

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

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Why nothing was stamped when it was last tried; undefined when all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Certificates under which this hub believes stamps, DER; none: it was told of nobody. */
  get roots(): readonly Uint8Array[] {
    return this.#roots;
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
    while (!this.#stopping.signal.aborted) {
      const { tried, stamped } = await this.#round(sources);
      const isStuck = tried > 0 && stamped === 0;
      if (stamped === WINDOW) continue;
      await this.#sleep(isStuck ? pause : idle);
      pause = isStuck ? Math.min(pause * 2, LONGEST_PAUSE) : idle;
    }
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
      const token = await obtainStamp(seals[0].signature, sources, clock(), this.#stopping.signal);
      // After the stamp: a revocation before it is in the answer.
      const status = await statusChange(batch, seals, statusOf);
      await writer.write([
        { type: 'put', key: STAMP + batch, value: token },
        status,
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
