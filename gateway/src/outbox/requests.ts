import { HanlianError, type JsonValue, type SigningAnswer } from '@hanlian/chaincode/domain';
import type { Idempotency } from '../services/types.js';
import type { Closable } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import { AtWork, type Running } from './at-work.js';
import { callerOf, closing, holding, keep, lookThrough, nameOf, type Entry } from './entries.js';
import { HeldRequests } from './held-requests.js';
import type { Job, Jobs, KeptJob } from './jobs.js';
import type { JobNews, JobState } from './job-news.js';
import { inProgress, isIncomplete, isWithdrawn, refusalOf, replay, reused, type Outcome } from './outcome.js';
import type { SigningDesk } from './signing-desk.js';
import type { Turn } from './signing-turn.js';
import { sweep } from './sweep.js';

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
  readonly #atWork: AtWork;
  /** Those that their callers sign themselves. */
  readonly held: HeldRequests;
  /** Jobs taken up again in the background: a stop waits for them. */
  readonly #takenUp = new Set<Promise<unknown>>();

  constructor(parts: RequestsParts) {
    this.#parts = parts;
    this.#jobs = parts.jobs;
    this.#atWork = new AtWork(parts.store);
    this.held = new HeldRequests({
      ...parts,
      atWork: this.#atWork,
      conclude: (name, entry, job) => this.#conclude(name, entry, job),
    });
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
    const running = this.#atWork.get(name);
    const before = running ?? this.#atWork.find(name);
    if (before !== undefined && before.bodyDigest !== once.bodyDigest) throw reused();
    if (before?.outcome !== undefined) return { kept: replay(before.outcome) };
    if (running !== undefined) return this.#joined(name, running);
    this.#atWork.set(name, { bodyDigest: once.bodyDigest, job: before?.job });
    return this.#atWork.released(name, () =>
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
    const { job, held } = this.#atWork.get(name) ?? {};
    if (held !== undefined) return held;
    const outcome = this.#atWork.outcome(name);
    // It has stopped waiting this very moment.
    if (outcome === undefined) throw inProgress(job);
    return replay(outcome);
  }

  /** Whether the request was begun before: what it is about stands, and is not decided anew. */
  isBegun(caller: string, { key }: Pick<Idempotency, 'key'>): boolean {
    const name = nameOf(caller, key);
    return this.#atWork.get(name) !== undefined || this.#atWork.find(name) !== undefined;
  }

  /** What became of a request so far, if anything. */
  outcomeOf(caller: string, { key }: Pick<Idempotency, 'key'>): Outcome | undefined {
    return this.#atWork.outcome(nameOf(caller, key));
  }

  /**
   * Takes a batch up again that stopped half way; of any other request gives what became of it.
   *
   * @throws {HanlianError} NOT_FOUND, IDEMPOTENCY_IN_PROGRESS, and what it is refused with
   */
  async resume(caller: string, { key }: Pick<Idempotency, 'key'>): Promise<JsonValue | SigningAnswer> {
    const name = nameOf(caller, key);
    await this.#atWork.get(name)?.written;
    const turn = await this.#takeUp(name);
    return 'signing' in turn ? turn.signing : turn.kept;
  }

  /** Waits until nothing of a request waits for its caller's signature any more, whatever it came to. */
  async signed(caller: string, { key }: Pick<Idempotency, 'key'>): Promise<void> {
    await this.#atWork.get(nameOf(caller, key))?.held?.catch(() => undefined);
  }

  /** Settles once it is kept what became of a request, or nobody wants to know any more. */
  async concluded(caller: string, { key }: Pick<Idempotency, 'key'>, signal: AbortSignal): Promise<void> {
    await this.#atWork.concluded(nameOf(caller, key), signal);
  }

  /** As `resume`, by the job's id, in the background: once this settles the job is at work, if there was work left. */
  async resumeJob({ request }: KeptJob): Promise<void> {
    await this.#atWork.get(request)?.written;
    // What becomes of it is kept with its request.
    const work = this.#takeUp(request).catch(() => undefined);
    // Nobody knows how long its caller takes to sign.
    if (this.#atWork.get(request)?.held !== undefined) return;
    const over = work.then(() => this.#atWork.get(request)?.written);
    this.#takenUp.add(over);
    void over.finally(() => this.#takenUp.delete(over));
  }

  /** Whose a job is, since when, and what became of it so far: nothing while it is at work. */
  stateOf({ request }: KeptJob): JobState {
    const running = this.#atWork.get(request);
    const entry = this.#atWork.find(request);
    const { at = this.#parts.clock(), partOf, outcome } = entry ?? {};
    return {
      caller: callerOf(request),
      department: this.#departmentOf(request, entry),
      at,
      ...(partOf !== undefined && { partOf }),
      outcome: running === undefined ? outcome : running.outcome,
    };
  }

  /** At work before the first await; what a request came to a moment ago must be on disk by then. */
  async #takeUp(name: string): Promise<Turn> {
    const running = this.#atWork.get(name);
    const entry = this.#atWork.find(name);
    if (running !== undefined) return this.#joined(name, running);
    if (entry === undefined) throw new HanlianError('NOT_FOUND', 'No such request was begun');
    if (entry.outcome !== undefined && !isIncomplete(entry.outcome)) return { kept: replay(entry.outcome) };
    this.#atWork.set(name, { bodyDigest: entry.bodyDigest, job: entry.job });
    this.#atWork.outlive(name);
    return this.#atWork.released(name, () => this.#finish(name, entry));
  }

  #joined(name: string, { job = '', held }: Running): Promise<Turn> {
    if (held === undefined) {
      this.#atWork.outlive(name);
      throw inProgress(job);
    }
    return this.held.turn(job, held);
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
      if (!isOpen || this.#atWork.get(name) !== undefined) continue;
      this.#atWork.set(name, { bodyDigest: entry.bodyDigest, job: entry.job });
      this.#atWork.outlive(name);
      // What cannot be finished now stays as it is: the next start, or the caller's own retry, takes it up again.
      await this.#atWork.released(name, () => this.#finish(name, entry)).catch(() => undefined);
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
    this.#atWork.end(name);
    return { kept: answer };
  }

  async #start(
    name: string,
    once: Idempotency,
    { job, changes }: Plan,
    heldBy: string | undefined,
  ): Promise<Turn> {
    const department = this.#departmentOf(name);
    const entry: Entry = {
      v: 1,
      bodyDigest: once.bodyDigest,
      job: job.id,
      ...(department !== undefined && { department }),
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
    this.#atWork.set(name, { bodyDigest: once.bodyDigest, job: job.id });
    return this.#finish(name, entry, job);
  }

  async #finish(name: string, entry: Entry, job: Job = this.#jobs.get(entry.job ?? '')): Promise<Turn> {
    if (entry.heldBy === undefined) return { kept: await this.#conclude(name, entry, job) };
    return this.held.begin(name, entry, job);
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
      .finally(() => this.#atWork.end(name))
      .then(() => (told.length > 0 ? this.#parts.news.tell() : undefined))
      .catch(() => undefined);
    this.#atWork.set(name, { bodyDigest: entry.bodyDigest, job: job.id, outcome, written });
    return replay(outcome);
  }

  /** What a caller signs itself it follows as a signing, and a part of an upload by the upload. */
  #told(name: string, entry: Entry, job: Job, outcome: Outcome): readonly Change[] {
    const { heldBy, partOf } = entry;
    const isAwaited = !this.#atWork.takeOutlived(name) && !isIncomplete(outcome);
    if (isAwaited || heldBy !== undefined || partOf !== undefined) return [];
    return this.#parts.news.changes(this.#departmentOf(name, entry), job, outcome);
  }

  /** Whoever is of another department now has not taken along what was begun for the former. */
  #departmentOf(name: string, entry?: Entry): string | undefined {
    return entry?.department ?? this.#parts.news.departmentOf(callerOf(name));
  }
}
