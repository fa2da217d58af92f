import {
  HanlianError,
  type JsonObject,
  type Scope,
  type TaskAnswer,
  type TaskQuery,
} from '@hanlian/chaincode/domain';
import type { Callers } from '../../callers/callers.js';
import { takeUp } from '../../outbox/background.js';
import { isFinal } from '../../outbox/final.js';
import type { Background, LocalPlan } from '../../outbox/requests.js';
import type { Feed } from '../../feed/feed.js';
import { omit } from '../../omit.js';
import { timed16 } from '../../storage/random.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { Change } from '../../storage/store.js';
import { pageThrough } from '../pages.js';
import type { People } from '../licenses/sealing.js';
import type { Caller, Idempotency, OrWaits, Page, Party, Services, Written } from '../types.js';
import { checkOrder, execute, isForTwo, type Order, type OrderParts } from './order.js';
import { TaskStore } from './store.js';
import {
  operationOf,
  preparedOf,
  refused,
  requireSecondPerson,
  requireWaiting,
  scopeOf,
  stateOf,
  summaryOf,
  type Task,
} from './task.js';
import { noticeOf } from './told.js';
import { Turns } from './turns.js';

const DAY = 24 * 60 * 60;
/** So long a task waits for the second person, and so long it can be read once it is closed. */
const WAITS = 7 * DAY;
const KEPT = 30 * DAY;

/**
 * The two-person rule (经办, 审核). What the preparer orders is checked and kept; when a second officer of the department
 * approves, it is carried out as any other write, and both officers' keys sign the statement the contract verifies.
 */
export class Tasks {
  readonly #parts: OrderParts;
  readonly #callers: Callers;
  readonly #writer: GroupWriter;
  readonly #store: TaskStore;
  readonly #feed: Feed;
  readonly #turns = new Turns();
  readonly #stop = new AbortController();
  /** Approved tasks that wait for their preparers' signatures. */
  readonly #awaited = new Map<string, Promise<void>>();

  constructor(parts: OrderParts, callers: Callers, writer: GroupWriter, feed: Feed) {
    this.#parts = parts;
    this.#callers = callers;
    this.#writer = writer;
    this.#feed = feed;
    this.#store = new TaskStore(parts.store, parts.documents);
  }

  /** Carries an order out, or, where its type asks for two people, keeps it for the second. */
  async submit(caller: Caller, order: Order, once: Idempotency): Promise<OrWaits<Written>> {
    // A type registered a moment ago counts, and a refusal that rests on what was is kept for good.
    await this.#parts.caughtUp();
    const isTwo = await isForTwo(this.#parts, caller, order);
    if (!isTwo) return execute(this.#parts, { caller }, order, once);
    const plan = (): Promise<LocalPlan> => this.#prepare(caller, order);
    const task = (await this.#parts.requests.once(caller.id, once, plan)) as unknown as TaskAnswer;
    this.#tell();
    return task;
  }

  readonly service: Services['tasks'] = {
    list: (caller, query) => this.#list(caller, query),
    get: async (caller, id) => {
      await this.#finished(this.#store.get(caller.department, id));
      return this.#detail(caller, id);
    },
    approve: (caller, id, once) => this.#turns.of(id, () => this.#approve(caller, id, once)),
    reject: (caller, id, { reason }, once) =>
      this.#decide(caller, id, once, (task) => {
        requireSecondPerson(task, caller);
        const text = this.#store.text(task, 'reason', reason);
        const rejected = { ...task, ...this.#decided(caller), state: 'rejected' as const };
        return { task: rejected, changes: [text.put, this.#store.withoutOrder(task)], first: text.durable };
      }),
    cancel: (caller, id, once) =>
      this.#decide(caller, id, once, (task) => {
        if (task.preparer.id !== caller.id) {
          throw new HanlianError('FORBIDDEN', 'Only who prepared a task may cancel it');
        }
        const cancelled = { ...task, state: 'cancelled' as const, decidedAt: this.#parts.now() };
        return { task: cancelled, changes: [this.#store.withoutOrder(task)], first: Promise.resolve() };
      }),
  };

  /** Carries out what was approved before the hub stopped, and forgets what is out of date. */
  background(after: Promise<void>): Background {
    return takeUp(
      after,
      () => this.#resume(),
      this.#stop,
      () => this.#awaited.values(),
    );
  }

  async #prepare(caller: Caller, given: Order): Promise<LocalPlan> {
    await this.#parts.officers.requireKey(caller);
    const order = await checkOrder(this.#parts, caller, given);
    const now = this.#parts.now();
    const task: Task = {
      v: 1,
      id: timed16(now, this.#parts.random),
      operation: operationOf(order),
      ...('act' in order && { license: order.act.id }),
      department: caller.department,
      preparer: { id: caller.id, person: caller.person },
      preparedAt: now,
      expiresAt: now + WAITS,
      state: 'waiting',
    };
    const text = this.#store.text(task, 'order', JSON.stringify(order));
    return {
      answer: summaryOf(task, now) as unknown as JsonObject,
      changes: [text.put, ...this.#changesOf(task)],
      first: text.durable,
    };
  }

  /** Keeps the decision first; only then is anything sealed. */
  async #approve(caller: Caller, id: string, once: Idempotency): Promise<TaskAnswer> {
    const plan = async (): Promise<LocalPlan> => {
      const task = this.#store.get(caller.department, id);
      requireSecondPerson(task, caller);
      await this.#parts.officers.requireKey(caller);
      // Whoever approved and got no answer may ask again with another key.
      const isOwn = task.state === 'approved' && task.reviewer?.id === caller.id;
      if (!isOwn) requireWaiting(task, this.#parts.now());
      const approved: Task = { ...task, ...this.#decided(caller), state: 'approved' };
      return { answer: { id }, changes: [this.#store.put(approved)], first: Promise.resolve() };
    };
    await this.#parts.requests.once(caller.id, once, plan);
    const task = await this.#carryOut(this.#store.get(caller.department, id));
    if (task.refusal !== undefined) throw refused(task.refusal);
    return this.#detail(caller, id);
  }

  /** Gives the task as it stands when its order has been carried out or refused, now or before. */
  async #carryOut(task: Task): Promise<Task> {
    if (task.state !== 'approved') return task;
    let closed = task;
    try {
      closed = await this.#outcomeOf(task);
    } finally {
      if (closed.state === 'approved') this.#await(task);
    }
    if (closed.state === 'approved') return task;
    await this.#writer.write([...this.#changesOf(closed), this.#store.withoutOrder(task)]);
    this.#tell();
    return closed;
  }

  /** Closes a task that was begun as soon as something has come of it, so that nobody need ask. */
  #await(task: Task): void {
    const { requests } = this.#parts;
    const { id, preparer } = task;
    if (this.#awaited.has(id) || !requests.isBegun(preparer.id, onceOf(task))) return;
    const { signal } = this.#stop;
    const work = requests
      .concluded(preparer.id, onceOf(task), signal)
      .then(() => (signal.aborted ? undefined : this.#carryOutInTurn(task)))
      // It is done by then, or tried again at the next start.
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.#awaited.delete(id));
    this.#awaited.set(id, work);
  }

  /** Read in its turn: whoever asked first may have carried it out, and its order is gone then. */
  #carryOutInTurn({ id, department }: Task): Promise<Task> {
    return this.#turns.of(id, () => this.#carryOut(this.#store.get(department, id)));
  }

  async #outcomeOf(task: Task): Promise<Task> {
    try {
      const people = this.#peopleOf(task);
      const order = this.#store.order(task);
      const outcome = await execute(this.#parts, people, order, onceOf(task));
      // The preparer keeps the key: what was approved waits for the signature.
      if ('sign' in outcome) return task;
      return { ...task, state: 'done', outcome: outcome as unknown as JsonObject };
    } catch (error) {
      if (!isFinal(error)) throw error;
      const { code, message, details } = error;
      return { ...task, state: 'refused', refusal: { code, message, details: details as JsonObject } };
    }
  }

  /** A task of which something has come a moment ago, or a batch that stopped half way and was resumed to its end, is done. */
  async #finished(task: Task): Promise<Task> {
    const isOpen = task.state === 'approved' || task.refusal?.code === 'BATCH_INCOMPLETE';
    const reached = isOpen ? this.#parts.requests.outcomeOf(task.preparer.id, onceOf(task)) : undefined;
    if (reached === undefined) return task;
    if (task.state === 'approved') return this.#carryOutInTurn(task);
    if (!('answer' in reached)) return task;
    const done: Task = { ...omit(task, 'refusal'), state: 'done', outcome: reached.answer as JsonObject };
    await this.#writer.write([...this.#changesOf(done)]);
    this.#tell();
    return done;
  }

  /** Both as they stand when it begins; what has begun is theirs and their department's, whatever became of them since. */
  #peopleOf(task: Task): Required<People> {
    const { department, preparer, reviewer } = task;
    const isBegun = this.#isBegun(task);
    const acting = (party: Party, scope: Scope): Caller => {
      const caller = this.#callers.acting(party, isBegun ? undefined : { department, scope });
      return { ...caller, department };
    };
    return { caller: acting(preparer, scopeOf(task)), reviewer: acting(reviewer as Party, 'task:decide') };
  }

  /** An act on a loan is kept with the bank's papers, and anything else with the requests. */
  #isBegun(task: Task): boolean {
    const { requests, loans } = this.#parts;
    const { department, preparer } = task;
    const once = onceOf(task);
    return requests.isBegun(preparer.id, once) || loans.isBegun({ department, id: preparer.id }, once);
  }

  /** A decision that ends the task without anything on the ledger. */
  async #decide(
    caller: Caller,
    id: string,
    once: Idempotency,
    decide: (task: Task) => Omit<LocalPlan, 'answer'> & { readonly task: Task },
  ): Promise<TaskAnswer> {
    const plan = (): LocalPlan => {
      const task = this.#store.get(caller.department, id);
      const decision = decide(task);
      requireWaiting(task, this.#parts.now());
      return {
        ...decision,
        answer: { id },
        changes: [...decision.changes, ...this.#changesOf(decision.task)],
      };
    };
    await this.#turns.of(id, () => this.#parts.requests.once(caller.id, once, plan));
    this.#tell();
    return this.#detail(caller, id);
  }

  /** A task as it stands now, and what its department is told of it. */
  #changesOf(task: Task): readonly Change[] {
    const notice = noticeOf(task, this.#parts.now());
    return [this.#store.put(task), ...(notice === undefined ? [] : [this.#feed.announce(notice)])];
  }

  /** What was announced stands on disk: were it not taken now, the next start would take it. */
  #tell(): void {
    void this.#feed.take().catch(() => undefined);
  }

  #decided({ id, person }: Caller): Pick<Task, 'reviewer' | 'decidedAt'> {
    return { reviewer: { id, person }, decidedAt: this.#parts.now() };
  }

  /** With what is to be reviewed while it waits, and the reason once it is rejected. */
  #detail({ department }: Caller, id: string): TaskAnswer {
    const task = this.#store.get(department, id);
    const summary = summaryOf(task, this.#parts.now());
    if (summary.state === 'waiting') return { ...summary, prepared: preparedOf(this.#store.order(task)) };
    return summary.state === 'rejected' ? { ...summary, reason: this.#store.reason(task) } : summary;
  }

  async #list(caller: Caller, { mine, state, limit, cursor }: TaskQuery): Promise<Page<TaskAnswer>> {
    const now = this.#parts.now();
    const kept = this.#store.newest(caller.department, cursor);
    return pageThrough(
      kept,
      { limit },
      ({ id }) => id,
      async (one) => {
        const task = await this.#finished(one);
        const standing = stateOf(task, now);
        const passes = (state ?? standing) === standing && isMine(mine, task, standing, caller);
        return passes ? summaryOf(task, now) : undefined;
      },
    );
  }

  async #resume(): Promise<void> {
    for await (const task of this.#store.all()) {
      if (this.#stop.signal.aborted) return;
      const now = this.#parts.now();
      const closedAt = task.decidedAt ?? task.expiresAt;
      if (task.state === 'approved') {
        // What cannot be carried out now stays approved: the next start, or the reviewer, tries again.
        await this.#carryOutInTurn(task).catch(() => undefined);
      } else if (closedAt + KEPT < now) await this.#writer.write([...this.#store.removal(task)]);
      else if (stateOf(task, now) === 'expired') {
        await this.#writer.write([...this.#changesOf(task), this.#store.withoutOrder(task)]);
        this.#tell();
      }
    }
  }
}

/** An order is carried out once whoever approves, and however often: no caller's own key holds a space. */
const onceOf = ({ id }: Task): Idempotency => ({ key: `task ${id}`, bodyDigest: id });

function isMine(mine: TaskQuery['mine'], { preparer }: Task, state: string, caller: Caller): boolean {
  if (mine === 'prepared') return preparer.id === caller.id;
  return mine === undefined || (state === 'waiting' && preparer.person !== caller.person);
}
