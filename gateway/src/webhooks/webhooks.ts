import {
  formatInstant,
  HanlianError,
  type DeadLetter,
  type DeadLetterQuery,
  type JsonValue,
  type RedeliverInput,
  type WebhookAnswer,
  type WebhookChange,
  type WebhookInput,
  type WebhookPause,
  type WebhookQuery,
} from '@hanlian/chaincode/domain';
import type { Feed } from '../feed/feed.js';
import type { Notice } from '../feed/notice.js';
import type { LocalPlan, Requests } from '../outbox/requests.js';
import { Turns } from '../services/tasks/turns.js';
import type { Caller, Idempotency, Page, Services } from '../services/types.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { timed16, type Random } from '../storage/random.js';
import { answerOf, type DeadRecord, type Progress, type Subscription } from './subscription.js';
import { DEAD_KEPT_MS } from './schedule.js';
import type { Targets } from './targets.js';
import { eventAt, Worker, type WorkerParts } from './worker.js';

interface WebhooksParts extends Omit<WorkerParts, 'pause' | 'feed'> {
  readonly feed: Feed;
  readonly targets: Targets;
  readonly requests: Requests;
  readonly writer: GroupWriter;
  readonly random: Random;
}

/** What a change makes of a webhook, and the secret it drew. */
interface Changed {
  readonly subscription: Subscription;
  readonly progress?: Progress;
  readonly secret?: string;
}

const MOST_OF_A_CALLER = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Events sent to where callers want them: each caller manages its own webhooks, and one worker serves each. */
export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #turns = new Turns();
  readonly #workers = new Map<string, Worker>();
  /** Those that were told to stop, until they have. */
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
    for (const subscription of parts.records.all()) this.#serve(subscription);
    this.#running.add(this.#sweepDaily());
  }

  readonly service: Services['webhooks'] = {
    list: (caller, query) => Promise.resolve().then(() => this.#list(caller, query)),
    get: (caller, id) => Promise.resolve().then(() => this.#answer(this.#own(caller, id))),
    create: (caller, input, once) => this.#change(caller, once, () => this.#create(caller, input)),
    change: (caller, id, input, once) =>
      this.#change(caller, once, () => this.#replace(caller, this.#own(caller, id), input)),
    rotate: (caller, id, { overlapSeconds }, once) =>
      this.#change(caller, once, () => this.#rotate(this.#own(caller, id), overlapSeconds)),
    remove: (caller, id, once) => this.#remove(caller, id, once),
    deadLetters: (caller, id, query) => this.#deadLetters(caller, id, query),
    redeliver: (caller, id, input, once) => this.#redeliver(caller, id, input, once),
  };

  /** Milliseconds for which the oldest event that one of them has yet to send has waited; what is paused does not count. */
  async lag(): Promise<number> {
    const { records } = this.#parts;
    const active = [...this.#workers].filter(([id]) => records.find(id)?.paused === undefined);
    return Math.max(0, ...(await Promise.all(active.map(([, worker]) => worker.lag()))));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const id of this.#workers.keys()) this.#stop(id);
    await Promise.all(this.#running);
  }

  /** One after the other; what is answered is on disk, and the webhook's worker knows it. */
  #change(caller: Caller, once: Idempotency, decide: () => Changed): Promise<WebhookAnswer> {
    const { records } = this.#parts;
    return this.#inTurn(async () => {
      let made: Changed | undefined;
      const id = await this.#once(caller, once, () => {
        requireReader(caller);
        made = decide();
        const { subscription, progress } = made;
        return { answer: subscription.id, changes: records.change(subscription, progress) };
      });
      if (made !== undefined) {
        records.learn(made.subscription, made.progress);
        this.#serve(made.subscription);
      }
      const answer = this.#answer(this.#own(caller, id as string));
      return { ...answer, ...(made?.secret !== undefined && { secret: made.secret }) };
    });
  }

  #create(caller: Caller, { name, url, types, after }: WebhookInput): Changed {
    const { feed, records, secrets, targets, random } = this.#parts;
    const own = records.all().filter((each) => each.caller === caller.id);
    if (own.length >= MOST_OF_A_CALLER) {
      throw new HanlianError('WEBHOOKS_FULL', `The caller has ${own.length} webhooks`);
    }
    targets.require(url);
    const end = feed.last(caller.department);
    const position = after === undefined ? end : feed.requireKept(caller.department, Number(after));
    const id = timed16(this.#now(), random);
    const { secret, kept } = secrets.draw(id, this.#now());
    const subscription: Subscription = {
      v: 1,
      id,
      caller: caller.id,
      department: caller.department,
      ...madeWith(caller),
      name,
      url,
      ...(types && { types }),
      createdAt: this.#now(),
      secrets: [kept],
    };
    return { subscription, progress: { position, attempts: 0 }, secret };
  }

  /** What was failing is tried at once. */
  #replace(caller: Caller, before: Subscription, { name, url, types, state }: WebhookChange): Changed {
    this.#parts.targets.require(url);
    const { v, id, caller: owner, department, createdAt, secrets } = before;
    const paused = state === 'paused' ? { paused: before.paused ?? 'asked' } : {};
    const described = { name, url, ...(types && { types }), ...paused };
    const subscription = { v, id, caller: owner, department, createdAt, secrets, ...madeWith(caller) };
    const { position } = this.#parts.records.progress(id);
    return { subscription: { ...subscription, ...described }, progress: { position, attempts: 0 } };
  }

  /** The newest secret before it signs until the overlap is over; one that was ending already is dropped. */
  #rotate(subscription: Subscription, overlap: number): Changed {
    const now = this.#now();
    const { secret, kept } = this.#parts.secrets.draw(subscription.id, now);
    const [newest] = subscription.secrets;
    const ending = newest === undefined || overlap === 0 ? [] : [{ ...newest, until: now + overlap }];
    return { subscription: { ...subscription, secrets: [kept, ...ending] }, secret };
  }

  #remove(caller: Caller, id: string, once: Idempotency): Promise<{ id: string }> {
    const { records } = this.#parts;
    return this.#inTurn(async () => {
      const remove = this.#once(caller, once, async () => {
        this.#own(caller, id);
        this.#stop(id);
        return { answer: id, changes: await records.removal(id) };
      });
      await remove.catch((error: unknown) => {
        this.#serveAgain(id);
        throw error;
      });
      records.forget(id);
      return { id };
    });
  }

  #redeliver(
    caller: Caller,
    id: string,
    { positions }: RedeliverInput,
    once: Idempotency,
  ): Promise<{ waiting: number }> {
    const { records } = this.#parts;
    return this.#inTurn(async () => {
      const waiting = await this.#once(caller, once, async () => {
        requireReader(caller);
        const subscription = this.#own(caller, id);
        const dead = await records.dead(subscription.id);
        const asked = dead.filter(({ position }) => positions?.includes(String(position)) ?? true);
        const changes = asked.map((each) => records.deadChange(id, { ...each, waiting: true }));
        return { answer: asked.length, changes };
      });
      this.#serve(this.#own(caller, id));
      return { waiting: waiting as number };
    });
  }

  async #deadLetters(
    caller: Caller,
    id: string,
    { limit, cursor = '0' }: DeadLetterQuery,
  ): Promise<Page<DeadLetter>> {
    requireReader(caller);
    // Who has gone to another department no longer reads what the former was told.
    const isOurs = this.#own(caller, id).department === caller.department;
    const found = await this.#parts.records.dead(id, Number(cursor), limit + 1);
    const items = await Promise.all(
      found.slice(0, limit).map(async (dead) => {
        const event = isOurs && (await eventAt(this.#parts.feed, caller, dead.position));
        return { ...letterOf(dead), ...(event && { event }) };
      }),
    );
    const next = items.at(-1)?.position;
    return { items, ...(found.length > limit && next !== undefined && { next }) };
  }

  /** Stops a webhook and tells its owner, in one write; unless its owner has just changed it. */
  #pause(subscription: Subscription, reason: WebhookPause): Promise<void> {
    const { records, writer, feed } = this.#parts;
    const { id, department, caller } = subscription;
    return this.#inTurn(async () => {
      if (records.find(id) !== subscription) return;
      const paused = { ...subscription, paused: reason };
      const at = formatInstant(this.#now());
      const notice: Notice = {
        id: `webhook:${id}:${at}`,
        type: 'webhook.paused',
        department,
        caller,
        at,
        data: { webhook: id, reason },
      };
      await writer.write([...records.change(paused), feed.announce(notice)]);
      records.learn(paused);
      await feed.take();
    });
  }

  /** Lets a new worker take over, where there is something to do. */
  #serve(subscription: Subscription): void {
    const { id, paused } = subscription;
    this.#stop(id);
    if (paused !== undefined || this.#closing.signal.aborted) return;
    const pause = (each: Subscription, reason: WebhookPause): Promise<void> => this.#pause(each, reason);
    const worker = new Worker(subscription, { ...this.#parts, pause });
    this.#workers.set(id, worker);
    this.#running.add(worker.running);
    void worker.running.then(() => this.#running.delete(worker.running));
  }

  async #sweepDaily(): Promise<void> {
    const { records, clock, sleep } = this.#parts;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      // A store that takes no writes says so to the next request as well.
      await records.sweep(clock() - DEAD_KEPT_MS).catch(() => undefined);
      await sleep(DAY_MS, signal);
    }
  }

  /** What could not be deleted goes on. */
  #serveAgain(id: string): void {
    const subscription = this.#parts.records.find(id);
    if (subscription !== undefined && !this.#workers.has(id)) this.#serve(subscription);
  }

  #stop(id: string): void {
    this.#workers.get(id)?.stop();
    this.#workers.delete(id);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.of('webhooks', work);
  }

  #once(
    caller: Caller,
    once: Idempotency,
    plan: () => Omit<LocalPlan, 'first'> | Promise<Omit<LocalPlan, 'first'>>,
  ): Promise<JsonValue> {
    const prepare = async (): Promise<LocalPlan> => ({ ...(await plan()), first: Promise.resolve() });
    return this.#parts.requests.once(caller.id, once, prepare);
  }

  /** @throws {HanlianError} NOT_FOUND, for another's too */
  #own({ id: caller }: Caller, id: string): Subscription {
    const subscription = this.#parts.records.find(id);
    if (subscription?.caller === caller) return subscription;
    throw new HanlianError('NOT_FOUND', 'The caller has no such webhook');
  }

  #list({ id: caller }: Caller, { limit, cursor = '' }: WebhookQuery): Page<WebhookAnswer> {
    const after = this.#parts.records.all().filter((each) => each.caller === caller && each.id > cursor);
    const items = after.slice(0, limit).map((each) => this.#answer(each));
    const next = items.at(-1)?.id;
    return { items, ...(after.length > limit && next !== undefined && { next }) };
  }

  #answer(subscription: Subscription): WebhookAnswer {
    return answerOf(subscription, this.#parts.records.progress(subscription.id), this.#now());
  }

  #now(): number {
    return Math.floor(this.#parts.clock() / 1000);
  }
}

/** Nobody has sent what it may not read. */
function requireReader({ scopes }: Caller): void {
  if (scopes.has('event:read')) return;
  throw new HanlianError('FORBIDDEN', 'The scope event:read is missing');
}

const madeWith = ({ credential }: Caller): Pick<Subscription, 'madeWith'> =>
  credential === undefined ? {} : { madeWith: credential };

const letterOf = ({ position, waiting, attempts, at, last, answer }: DeadRecord): DeadLetter => ({
  position: String(position),
  state: waiting ? 'waiting' : 'kept',
  attempts,
  at: formatInstant(Math.floor(at / 1000)),
  last,
  ...(answer !== undefined && { answer }),
});
