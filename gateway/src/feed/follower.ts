import { setTimeout as wait } from 'node:timers/promises';
import type { AuditEntry } from '@hanlian/chaincode/domain';
import { takingTurns } from '../in-turns.js';
import { START, type Position } from '../ledger/port.js';
import { isBefore } from '../ledger/position.js';
import type { Projector } from '../readmodel/projector.js';
import type { ReadModel } from '../readmodel/read-model.js';
import type { Change, Store } from '../storage/store.js';
import type { Feed } from './feed.js';
import type { Notice, Telling } from './notice.js';

const PLACE = 'feedat';
const BATCH = 500;
const PAUSE_MS = 1000;

/** What departments of other hubs are told by letter. */
export interface LetterTelling {
  /** What an act gives cause for, to be written together with the place up to which acts were read. */
  lettersOf(act: AuditEntry): Promise<readonly Change[]>;
  /** Sends what was written. */
  turn(): Promise<void>;
}

/**
 * Carries the ledger's acts from the read model into the feed. Events and the place they were read up to are written in
 * one batch: a stop loses none and tells none twice, and a rebuilt read model changes nothing.
 */
export class Follower {
  readonly #feed: Feed;
  readonly #store: Store;
  readonly #model: ReadModel;
  readonly #projector: Projector;
  readonly #tellings: readonly Telling[];
  readonly #letters: LetterTelling;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(parts: {
    feed: Feed;
    store: Store;
    model: ReadModel;
    projector: Projector;
    tellings: readonly Telling[];
    letters: LetterTelling;
  }) {
    this.#feed = parts.feed;
    this.#store = parts.store;
    this.#model = parts.model;
    this.#projector = parts.projector;
    this.#tellings = parts.tellings;
    this.#letters = parts.letters;
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#step(signal);
      } catch {
        // A store that takes no writes says so to the next request as well; this waits until it does again.
        await wait(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #step(signal: AbortSignal): Promise<void> {
    const from = feedPlace(this.#store);
    await this.#projector.reached({ block: from.block, index: from.index + 1 }, signal);
    const end = this.#model.position;
    const acts = await this.#acts(from, end);
    const last = acts.length < BATCH ? end : (acts.at(-1) as Position);
    const notices: Notice[] = [];
    const letters: Change[] = [];
    // One after the other: a consent must be known before what happens to who gave it.
    const turn = takingTurns();
    for (const act of acts) {
      await turn();
      for (const telling of this.#tellings) notices.push(...(await telling(act)));
      letters.push(...(await this.#letters.lettersOf(act)));
    }
    await this.#feed.append(notices, [...letters, placeChange(last)]);
    if (letters.length > 0) void this.#letters.turn();
  }

  async #acts(after: Position, end: Position): Promise<AuditEntry[]> {
    const acts: AuditEntry[] = [];
    for await (const act of this.#model.acts({ after })) {
      if (isBefore(end, act)) break;
      acts.push(act);
      if (acts.length === BATCH) break;
    }
    return acts;
  }
}

/** Up to where the ledger's acts stand in the feed. */
export function feedPlace(store: Store): Position {
  const kept = store.getSync(PLACE);
  return kept === undefined ? START : (JSON.parse(kept.toString()) as Position);
}

const placeChange = ({ block, index }: Position): Change => ({
  type: 'put',
  key: PLACE,
  value: Buffer.from(JSON.stringify({ block, index })),
});
