import { HanlianError, type JsonValue, type SigningAnswer } from '@hanlian/chaincode/domain';
import { omit } from '../omit.js';
import type { Idempotency } from '../services/types.js';
import type { Closable } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import {
  callerOf,
  closing,
  find,
  heldKey,
  holding,
  keep,
  lookThrough,
  nameOf,
  type Entry,
} from './entries.js';
import type { Job, Jobs, KeptJob } from './jobs.js';
import type { JobNews, JobState } from './job-news.js';
import {
  inProgress,
  isIncomplete,
  isWithdrawn,
  refusalOf,
  replay,
  reused,
  type HeldState,
  type HeldWrite,
  type Outcome,
} from './outcome.js';
import type { SigningDesk } from './signing-desk.js';
import { stateAfterTurn, turnOf, type Turn } from './signing-turn.js';
import { sweep } from './sweep.js';
import { Watchers } from './watchers.js';

/** A write made ready: its job, and what must be on disk before anything is endorsed. */
export interface Plan {
  readonly job: Job;
  readonly changes: readonly Change[];
  /** What must be durable even before `changes` are. */
  readonly first: Promise<unknown>;
}

/** A write that concerns this hub alone: its answer is known, and stands with what it changes. */
export interface LocalPlan extends Omit<Plan, 'job'> {
  readonly answer: JsonValue;
}

/** The work a start finds left over. */
export interface Background extends Closable {
  /** Settles when everything left over was tried once. */
  readonly resumed: Promise<void>;
}

interface Running {
  readonly bodyDigest: string;
  readonly job: string | undefined;
  /** Present where the caller signs with a key of its own, and so is not kept waiting. */
  readonly held?: Promise<JsonValue>;
  /** Set once the answer went out, until it is on disk too. */
  readonly outcome?: Outcome;
  /** Settles when it is. */
  readonly written?: Promise<void>;
}

/** Since when a write waits for its caller to sign it, in milliseconds since 1970. */
const sinceOf = ({ askedAt, at }: Entry): number => askedAt ?? at;

type Prepare<P = Plan | LocalPlan> = () => P | Promise<P>;

export interface RequestsParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly jobs: Jobs;
  readonly desk: SigningDesk;
  readonly news: JobNews;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Makes each write happen once for its caller and Idempotency-Key, over restarts, for 30 days. */
export class Requests {
  readonly #parts: RequestsParts;
  readonly #jobs: Jobs;
  readonly #running = new Map<string, Running>();
  /** Requests at work whose answer nobody waits for any more: what becomes of them is told. */
  readonly #outlived = new Set<string>();
  /** Who waits for what becomes of a request, however often it is taken up until then. */
  readonly #conclusions = new Watchers();
  /** Jobs taken up again in the background: a stop waits for them. */
  readonly #takenUp = new Set<Promise<unknown>>();

  constructor(parts: RequestsParts) {
    this.#parts = parts;
    this.#jobs = parts.jobs;
  }

  /**
   * The answer of what concerns this hub alone, from now or from before.
   *
   * @throws {HanlianError} IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED, and what it is refused with
   */
  async once(caller: string, once: Idempotency, prepare: Prepare<LocalPlan>): Promise<JsonValue> {
    return this.settled(caller, once, prepare);
  }

  /**
   * The answer of a write to the ledger: what is kept of it, or what `tell` makes of that; where its caller signs it itself,
   * what is to be signed first. Sent again once that is done, it answers as it would have at once.
   *
   * @throws {HanlianError} as `once`
   */
  async write<Answer>(
    caller: string,
    once: Idempotency,
    prepare: Prepare,
    tell: (kept: never) => Answer | Promise<Answer> = (kept) => kept,
  ): Promise<Answer | SigningAnswer> {
    const turn = await this.#turnOf(caller, once, prepare);
    return 'signing' in turn ? turn.signing : tell(turn.kept as never);
  }

  async #turnOf(caller: string, once: Idempotency, prepare: Prepare): Promise<Turn> {
    const name = nameOf(caller, once.key);
    const running = this.#running.get(name);
    const before = running ?? this.#find(name);
    if (before !== undefined && before.bodyDigest !== once.bodyDigest) throw reused();
    if (before?.outcome !== undefined) return { kept: replay(before.outcome) };
    if (running !== undefined) return this.#atWork(name, running);
    this.#running.set(name, { bodyDigest: once.bodyDigest, job: before?.job });
    return this.#released(name, () =>
      before === undefined ? this.#begin(caller, once, prepare) : this.#finish(name, before as Entry),
    );
  }

  /**
   * As `write`, and waits for what the caller signs itself until that is done.
   *
   * @throws {HanlianError} besides SIGNING_LAPSED, SIGNING_CANCELLED; what goes on by asking again, as SIGNATURE_AWAITED
   */
  async settled(caller: string, once: Idempotency, prepare: Prepare): Promise<JsonValue> {
    return this.#settled(nameOf(caller, once.key), await this.#turnOf(caller, once, prepare));
  }

  async #settled(name: string, turn: Turn): Promise<JsonValue> {
    if ('kept' in turn) return turn.kept;
    const { job, held } = this.#running.get(name) ?? {};
    if (held !== undefined) return held;
    const outcome = this.#outcome(name);
    // It has stopped waiting this very moment.
    if (outcome === undefined) throw inProgress(job);
    return replay(outcome);
  }

  /** Whether the request was begun before: what it is about stands, and is not decided anew. */
  isBegun(caller: string, { key }: Pick<Idempotency, 'key'>): boolean {
    const name = nameOf(caller, key);
    return this.#running.has(name) || this.#find(name) !== undefined;
  }

  /** What became of a request so far, if anything. */
  outcomeOf(caller: string, { key }: Pick<Idempotency, 'key'>): Outcome | undefined {
    return this.#outcome(nameOf(caller, key));
  }

  /**
   * Takes a batch up again that stopped half way; of any other request gives what became of it.
   *
   * @throws {HanlianError} NOT_FOUND, IDEMPOTENCY_IN_PROGRESS, and what it is refused with
   */
  async resume(caller: string, { key }: Pick<Idempotency, 'key'>): Promise<JsonValue | SigningAnswer> {
    const name = nameOf(caller, key);
    await this.#running.get(name)?.written;
    const turn = await this.#takeUp(name);
    return 'signing' in turn ? turn.signing : turn.kept;
  }

  /** Waits until nothing of a request waits for its caller's signature any more, whatever it came to. */
  async signed(caller: string, { key }: Pick<Idempotency, 'key'>): Promise<void> {
    await this.#running.get(nameOf(caller, key))?.held?.catch(() => undefined);
  }

  /** Settles once it is kept what became of a request, or nobody wants to know any more. */
  async concluded(caller: string, { key }: Pick<Idempotency, 'key'>, signal: AbortSignal): Promise<void> {
    const name = nameOf(caller, key);
    if (this.#find(name)?.outcome === undefined) await this.#conclusions.wait(name, signal);
  }

  /** As `resume`, by the job's id, in the background: once this settles the job is at work, if there was work left. */
  async resumeJob({ request }: KeptJob): Promise<void> {
    await this.#running.get(request)?.written;
    // What becomes of it is kept with its request.
    const work = this.#takeUp(request).catch(() => undefined);
    // Nobody knows how long its caller takes to sign.
    if (this.#running.get(request)?.held !== undefined) return;
    const over = work.then(() => this.#running.get(request)?.written);
    this.#takenUp.add(over);
    void over.finally(() => this.#takenUp.delete(over));
  }

  /** Whose a job is, since when, and what became of it so far: nothing while it is at work. */
  stateOf({ request }: KeptJob): JobState {
    const running = this.#running.get(request);
    const { at = this.#parts.clock(), partOf, outcome } = this.#find(request) ?? {};
    return {
      caller: callerOf(request),
      at,
      ...(partOf !== undefined && { partOf }),
      outcome: running === undefined ? outcome : running.outcome,
    };
  }

  /** At work before the first await; what a request came to a moment ago must be on disk by then. */
  async #takeUp(name: string): Promise<Turn> {
    const running = this.#running.get(name);
    const entry = this.#find(name);
    if (running !== undefined) return this.#atWork(name, running);
    if (entry === undefined) throw new HanlianError('NOT_FOUND', 'No such request was begun');
    if (entry.outcome !== undefined && !isIncomplete(entry.outcome)) return { kept: replay(entry.outcome) };
    this.#running.set(name, { bodyDigest: entry.bodyDigest, job: entry.job });
    this.#outlived.add(name);
    return this.#released(name, () => this.#finish(name, entry));
  }

  /** What its caller signs itself, and had come to an end, waits again, and for as long as at first. */
  async #reopened(name: string, entry: Entry): Promise<Entry> {
    if (entry.outcome === undefined) return entry;
    const reopened: Entry = { ...omit(entry, 'outcome'), askedAt: this.#parts.clock() };
    await this.#parts.writer.write([...keep(name, reopened), ...holding(name, reopened)]);
    return reopened;
  }

  #atWork(name: string, { job = '', held }: Running): Promise<Turn> {
    if (held === undefined) {
      this.#outlived.add(name);
      throw inProgress(job);
    }
    return turnOf(this.#parts.desk, job, held);
  }

  /** A write that its caller signs itself, as it stands, and since when it waits for that; what no longer waits for anything is taken up again. */
  async held(caller: string, job: string): Promise<{ readonly since: number; readonly state: HeldState }> {
    const name = this.#parts.store.getSync(heldKey(caller, job))?.toString();
    const entry = name === undefined ? undefined : this.#find(name);
    if (name === undefined || entry === undefined) throw new HanlianError('NOT_FOUND', 'No such signing');
    const outcome = this.#outcome(name);
    if (outcome !== undefined) return { since: sinceOf(entry), state: outcome };
    const work = this.#running.get(name)?.held ?? this.#hold(name, entry, this.#jobs.get(job));
    const state = await stateAfterTurn(this.#parts.desk, job, work);
    return { since: sinceOf(this.#find(name) ?? entry), state };
  }

  /** The writes a caller signs itself, as far as an index has them, and what became of them. */
  async *heldBy(caller: string, indexed = heldKey): AsyncGenerator<HeldWrite> {
    const prefix = indexed(caller, '');
    for await (const [key, value] of this.#parts.store.iterator({ gte: prefix, lt: `${prefix}\uffff` })) {
      const name = value.toString();
      yield { job: key.slice(prefix.length), outcome: this.#outcome(name) };
    }
  }

  /** Whether the identity's key is with its caller. */
  isHeld(signatory: string): Promise<boolean> {
    return this.#jobs.isHeld({ signatory });
  }

  /** Takes up in the background what an earlier stop left unfinished, then forgets what is out of date. */
  background(): Background {
    const stop = new AbortController();
    const resumed = this.#resume(stop.signal);
    const work = resumed
      .then(() => sweep(this.#parts, stop.signal))
      // A store that cannot be read says so to the next request as well.
      .catch(() => undefined);
    return {
      resumed: resumed.catch(() => undefined),
      close: async () => {
        stop.abort();
        await work;
        await Promise.all(this.#takenUp);
      },
    };
  }

  async #resume(signal: AbortSignal): Promise<void> {
    for await (const { name, entry, isOpen } of lookThrough(this.#parts.store)) {
      if (signal.aborted) return;
      if (!isOpen || this.#running.has(name)) continue;
      this.#running.set(name, { bodyDigest: entry.bodyDigest, job: entry.job });
      this.#outlived.add(name);
      // What cannot be finished now stays as it is: the next start, or the caller's own retry, takes it up again.
      await this.#released(name, () => this.#finish(name, entry)).catch(() => undefined);
    }
  }

  /** Lets the key go again when its request came to no outcome. */
  async #released<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.#running.get(name)?.outcome === undefined) this.#running.delete(name);
      this.#outlived.delete(name);
      throw error;
    }
  }

  async #begin(caller: string, once: Idempotency, prepare: Prepare): Promise<Turn> {
    const name = nameOf(caller, once.key);
    const plan = await prepare();
    await plan.first;
    if (!('job' in plan)) return this.#settle(name, once, plan);
    const heldBy = (await this.#jobs.isHeld(plan.job)) ? caller : undefined;
    return this.#start(name, once, plan, heldBy);
  }

  async #settle(name: string, once: Idempotency, { answer, changes }: LocalPlan): Promise<Turn> {
    const entry: Entry = { v: 1, bodyDigest: once.bodyDigest, at: this.#parts.clock(), outcome: { answer } };
    await this.#parts.writer.write([...changes, ...keep(name, entry)]);
    this.#running.delete(name);
    return { kept: answer };
  }

  async #start(
    name: string,
    once: Idempotency,
    { job, changes }: Plan,
    heldBy: string | undefined,
  ): Promise<Turn> {
    const entry: Entry = {
      v: 1,
      bodyDigest: once.bodyDigest,
      job: job.id,
      ...(heldBy !== undefined && { heldBy }),
      ...(once.partOf !== undefined && { partOf: once.partOf }),
      at: this.#parts.clock(),
    };
    const drafts = heldBy === undefined ? undefined : changes.map(({ key }) => key);
    await this.#parts.writer.write([
      ...changes,
      ...this.#jobs.changes(job, name, drafts),
      ...keep(name, entry),
      ...holding(name, entry),
    ]);
    this.#running.set(name, { bodyDigest: once.bodyDigest, job: job.id });
    return this.#finish(name, entry, job);
  }

  async #finish(name: string, entry: Entry, job: Job = this.#jobs.get(entry.job ?? '')): Promise<Turn> {
    if (entry.heldBy === undefined) return { kept: await this.#conclude(name, entry, job) };
    return turnOf(this.#parts.desk, job.id, this.#hold(name, entry, job));
  }

  /** Lets a job go on while its caller is answered: what it still needs is the caller's own signature. */
  #hold(name: string, entry: Entry, job: Job): Promise<JsonValue> {
    const work = async (): Promise<JsonValue> => this.#conclude(name, await this.#reopened(name, entry), job);
    const held = this.#released(name, work);
    // Who asks next is told what became of it.
    held.catch(() => undefined);
    this.#running.set(name, { bodyDigest: entry.bodyDigest, job: job.id, held });
    return held;
  }

  async #conclude(name: string, entry: Entry, job: Job): Promise<JsonValue> {
    const outcome = await this.#jobs.run(job).then((answer): Outcome => ({ answer }), refusalOf);
    const told = this.#told(name, entry, job, outcome);
    const drafts = isWithdrawn(outcome) ? this.#jobs.withoutDrafts(job) : [];
    const isKept = entry.isKept ?? (isIncomplete(outcome) || told.length > 0);
    const kept: Entry = { ...entry, outcome, ...(isKept && { isKept }) };
    const changes = [
      ...keep(name, kept),
      ...closing(entry),
      ...drafts,
      ...(isKept ? [] : this.#jobs.removal(job)),
      ...told,
    ];
    // The answer need not wait: were it lost, the job would run again and find its effect on the ledger.
    const written = this.#parts.writer
      .write(changes)
      .finally(() => {
        this.#running.delete(name);
        this.#conclusions.tell(name);
      })
      .then(() => (told.length > 0 ? this.#parts.news.tell() : undefined))
      .catch(() => undefined);
    this.#running.set(name, { bodyDigest: entry.bodyDigest, job: job.id, outcome, written });
    return replay(outcome);
  }

  /** What a caller signs itself it follows as a signing, and a part of an upload by the upload. */
  #told(name: string, { heldBy, partOf }: Entry, job: Job, outcome: Outcome): readonly Change[] {
    const isAwaited = !this.#outlived.delete(name) && !isIncomplete(outcome);
    if (isAwaited || heldBy !== undefined || partOf !== undefined) return [];
    return this.#parts.news.changes(callerOf(name), job, outcome);
  }

  /** Known a moment before it is on disk. */
  #outcome(name: string): Outcome | undefined {
    const running = this.#running.get(name);
    return running === undefined ? this.#find(name)?.outcome : running.outcome;
  }

  #find(name: string): Entry | undefined {
    return find(this.#parts.store, name);
  }
}
