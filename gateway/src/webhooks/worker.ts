import type { FeedEvent, WebhookPause } from '@hanlian/chaincode/domain';
import type { Feed, Reader } from '../feed/feed.js';
import type { Limit } from '../storage/limit.js';
import type { Records } from './records.js';
import { MOST_ATTEMPTS, PAUSED_AFTER_MS, pauseAfter } from './schedule.js';
import { messageId, type Secrets } from './secrets.js';
import type { Outcome, Send } from './send.js';
import type { DeadRecord, Subscription } from './subscription.js';

export interface WorkerParts {
  readonly feed: Pick<Feed, 'events' | 'arrival'>;
  readonly records: Records;
  readonly secrets: Secrets;
  readonly send: Send;
  /** How many attempts run at once, of all webhooks. */
  readonly limit: Limit;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Returns after so many milliseconds, or when the signal says so. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Whether what it is sent is still its owner's to have. */
  readonly isEntitled: (subscription: Subscription) => boolean;
  /** Stops a webhook and tells its owner why. */
  readonly pause: (subscription: Subscription, reason: WebhookPause) => Promise<void>;
}

type Failed = Extract<Outcome, { delivered: false }>;

const GONE = 410;
const HOUR_MS = 60 * 60 * 1000;
const AFTER_FAULT_MS = 1000;

/** Sends one webhook its events, each after the one before it. What it finds on disk it goes on from. */
export class Worker {
  readonly #subscription: Subscription;
  readonly #reader: Reader;
  readonly #parts: WorkerParts;
  readonly #stopping = new AbortController();
  /** Up to here the feed was looked through: what is not for this webhook need not be written down. */
  #seen: number;
  /** Settles when the worker has stopped. */
  readonly running: Promise<void>;

  constructor(subscription: Subscription, parts: WorkerParts) {
    this.#subscription = subscription;
    this.#reader = { id: subscription.caller, department: subscription.department };
    this.#parts = parts;
    this.#seen = parts.records.progress(subscription.id).position;
    this.running = this.#run();
  }

  /** Milliseconds for which the oldest event that it has yet to send has waited; 0 when there is none. */
  async lag(): Promise<number> {
    for await (const { event, visible } of this.#parts.feed.events(this.#reader, this.#seen)) {
      if (visible && this.#wants(event)) return Math.max(0, this.#parts.clock() - Date.parse(event.at));
    }
    return 0;
  }

  /** Begins to stop; what is on its way may arrive, and is sent again by who comes after. */
  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    await this.#again(() => this.#sendDead());
    while (!signal.aborted) await this.#again(() => this.#step());
  }

  /** A store that takes no writes says so to the next request as well; this waits until it does again. */
  async #again(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await work();
    } catch {
      await this.#parts.sleep(AFTER_FAULT_MS, signal);
    }
  }

  /** The dead letters that are to be sent once more. */
  async #sendDead(): Promise<void> {
    const { records, clock, isEntitled } = this.#parts;
    const { id } = this.#subscription;
    for (const dead of (await records.dead(id)).filter(({ waiting }) => waiting)) {
      if (!isEntitled(this.#subscription)) return;
      const event = await eventAt(this.#parts.feed, this.#reader, dead.position);
      const outcome = event === undefined ? ({ delivered: true } as const) : await this.#attempt(event);
      if (this.#stopping.signal.aborted) return;
      const attempts = dead.attempts + 1;
      const left = outcome.delivered ? undefined : deadOf(dead.position, attempts, clock(), outcome);
      await records.settle(id, dead.position, left);
    }
  }

  async #step(): Promise<void> {
    const { records, feed, sleep, clock } = this.#parts;
    const { signal } = this.#stopping;
    const { retryAt } = records.progress(this.#subscription.id);
    if (retryAt !== undefined && retryAt > clock()) return sleep(retryAt - clock(), signal);
    const event = await this.#next();
    if (event !== undefined) return this.#deliver(event);
    return feed.arrival(this.#subscription.department, this.#seen, HOUR_MS, signal);
  }

  /** The next event it is to be sent, if there is one. */
  async #next(): Promise<FeedEvent | undefined> {
    for await (const { event, visible, position } of this.#parts.feed.events(this.#reader, this.#seen)) {
      if (visible && this.#wants(event)) return event;
      this.#seen = Number(position);
      if (this.#stopping.signal.aborted) return undefined;
    }
    return undefined;
  }

  #wants({ type }: FeedEvent): boolean {
    return this.#subscription.types?.includes(type) ?? true;
  }

  async #deliver(event: FeedEvent): Promise<void> {
    const { records, isEntitled, pause } = this.#parts;
    const subscription = this.#subscription;
    const { id } = subscription;
    if (!isEntitled(subscription)) return this.#end(() => pause(subscription, 'credential'));
    const outcome = await this.#attempt(event);
    if (this.#stopping.signal.aborted) return;
    if (!outcome.delivered) return this.#failed(event, outcome);
    this.#seen = Number(event.position);
    await records.move(id, { position: this.#seen, attempts: 0 });
  }

  async #failed({ position }: FeedEvent, outcome: Failed): Promise<void> {
    const { records, clock, chance, pause } = this.#parts;
    const subscription = this.#subscription;
    const { id } = subscription;
    const now = clock();
    const before = records.progress(id);
    const attempts = before.attempts + 1;
    const { failingSince = now } = before;
    const failing = { failingSince, last: outcome.failure };
    if (attempts < MOST_ATTEMPTS) {
      const retryAt = now + pauseAfter(attempts, chance(), outcome.retryAfter);
      await records.move(id, { position: before.position, attempts, retryAt, ...failing });
    } else {
      this.#seen = Number(position);
      const dead = deadOf(this.#seen, attempts, now, outcome);
      await records.move(id, { position: this.#seen, attempts: 0, ...failing }, dead);
    }
    if (outcome.failure.status === GONE) await this.#end(() => pause(subscription, 'gone'));
    else if (now - failingSince >= PAUSED_AFTER_MS) await this.#end(() => pause(subscription, 'failing'));
  }

  /** Does the last thing there is to do. */
  async #end(last: () => Promise<void>): Promise<void> {
    await last();
    this.stop();
  }

  #attempt({ id, type, at, position, data }: FeedEvent): Promise<Outcome> {
    const { limit, secrets, send, clock } = this.#parts;
    const { id: webhook, secrets: kept, url, department } = this.#subscription;
    return limit(() => {
      const body = JSON.stringify({ type, timestamp: at, id, position, data });
      const message = { id: messageId(department, id), body, now: Math.floor(clock() / 1000) };
      return send(url, secrets.headers(webhook, kept, message), body, this.#stopping.signal);
    });
  }
}

/** The event at a position, where the feed still has it and the reader may know of it. */
export async function eventAt(
  feed: Pick<Feed, 'events'>,
  reader: Reader,
  position: number,
): Promise<FeedEvent | undefined> {
  for await (const { event, visible } of feed.events(reader, position - 1)) {
    return visible && Number(event.position) === position ? event : undefined;
  }
  return undefined;
}

const deadOf = (
  position: number,
  attempts: number,
  at: number,
  { failure: last, answer }: Failed,
): DeadRecord => ({
  position,
  waiting: false,
  attempts,
  at,
  last,
  ...(answer !== undefined && { answer }),
});
