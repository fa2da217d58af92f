import {
  HanlianError,
  keys,
  keyPrefixes,
  rangeOf,
  type Accreditation,
  type JsonObject,
  type ResealAnswer,
  type ResealInput,
  type ResealQuery,
} from '@hanlian/chaincode/domain';
import { takeUp } from '../../outbox/background.js';
import type { Background, LocalPlan } from '../../outbox/requests.js';
import { createLimit } from '../../storage/limit.js';
import { timed16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { People } from '../licenses/sealing.js';
import { parseRow } from '../registry-view.js';
import { Turns } from '../tasks/turns.js';
import type { Caller, Idempotency, Page } from '../types.js';
import { answerOf, expiryOf, isLive, type ResealRecord } from './record.js';
import { Runner, type RunnerParts } from './runner.js';
import { ResealStore } from './store.js';

type Parts = Omit<RunnerParts, 'store' | 'turns'> &
  Omit<ConstructorParameters<typeof ResealStore>[0], 'store' | 'now'>;

/**
 * After a seal key was stolen: all batches of a department are sealed anew of which nobody else vouches that their seals
 * are older than the theft.
 */
export class Reseals {
  readonly #parts: LicenseParts;
  readonly #store: ResealStore;
  readonly #turns = new Turns();
  readonly #runner: Runner;
  readonly #stop = new AbortController();
  readonly #working = new Set<Promise<void>>();
  /** One department's after the other's: each keeps the ledger busy. */
  readonly #limited = createLimit(1);

  constructor({ parts, callers, writer, feed }: Parts) {
    const { store, now } = parts;
    this.#parts = parts;
    this.#store = new ResealStore({ store, now, writer, feed });
    this.#runner = new Runner({ parts, callers, store: this.#store, turns: this.#turns });
  }

  get(caller: Caller, id: string): Promise<ResealAnswer> {
    return Promise.resolve(answerOf(this.#store.get(caller.department, id)));
  }

  async list(caller: Caller, { limit, cursor }: ResealQuery): Promise<Page<ResealAnswer>> {
    const items: ResealAnswer[] = [];
    for await (const record of this.#store.newest(caller.department, cursor)) {
      if (items.length === limit) return { items, next: items.at(-1)?.id ?? '' };
      items.push(answerOf(record));
    }
    return { items };
  }

  async cancel(caller: Caller, id: string, once: Idempotency): Promise<ResealAnswer> {
    const plan = (): LocalPlan => {
      const record = this.#store.get(caller.department, id);
      if (record.state === 'running')
        throw new HanlianError('JOB_COMMITTED', 'A part of it may be carried out');
      if (record.state !== 'waiting') {
        throw new HanlianError('JOB_NOT_OPEN', `It is ${record.state}`, { received: record.state });
      }
      const changes = this.#store.put({ ...record, state: 'cancelled' });
      return { answer: { id }, changes, first: Promise.resolve() };
    };
    await this.#turns.of(id, () => this.#parts.requests.once(caller.id, once, plan));
    this.#store.tell();
    return this.get(caller, id);
  }

  /** Whether two people must ask for it: where the department has a type of theirs. */
  async isForTwo({ department }: Caller): Promise<boolean> {
    const { start, end } = rangeOf(keyPrefixes.accreditation, department);
    for await (const { row } of this.#parts.model.rows(start, end)) {
      const { type } = parseRow(row) as Accreditation;
      if (this.#parts.registry.findType(type)?.twoPerson === true) return true;
    }
    return false;
  }

  /** @throws {HanlianError} SEAL_KEY_NOT_LIVE */
  async check({ department }: Caller): Promise<void> {
    const { seals, registry, now } = this.#parts;
    const { sealer, sm2Sealer } = await seals.sealersAt(department, now());
    for (const keyDigest of [sealer.keyDigest, ...(sm2Sealer ? [sm2Sealer.keyDigest] : [])]) {
      if (registry.sealKey(department, keyDigest)?.compromisedSince === undefined) continue;
      throw new HanlianError('SEAL_KEY_NOT_LIVE', 'The department has no other seal key yet', {
        received: keys.sealKey(department, keyDigest),
      });
    }
  }

  /** Notes what is to be done, and begins. */
  async begin(people: People, input: ResealInput, once: Idempotency): Promise<ResealAnswer> {
    const { caller } = people;
    const plan = async (): Promise<LocalPlan> => {
      await this.check(caller);
      return this.#plan(people, input);
    };
    const { id } = (await this.#parts.requests.once(caller.id, once, plan)) as { id: string };
    const record = this.#store.get(caller.department, id);
    if (record.runs === 0 && record.state === 'waiting') this.#take(record);
    return answerOf(record);
  }

  /** Takes up what an earlier stop left unfinished, and forgets what is out of date. */
  background(after: Promise<void>): Background {
    return takeUp(
      after,
      () => this.#resume(),
      this.#stop,
      () => this.#working,
    );
  }

  #plan({ caller, reviewer }: People, { basis: given, includesLater }: ResealInput): LocalPlan {
    const { department } = caller;
    const { basis, text } = prepareBasis(this.#parts, given, [{ typeCode: '001', code: department }]);
    const createdAt = this.#parts.now();
    const record: ResealRecord = {
      v: 1,
      id: timed16(createdAt, this.#parts.random),
      department,
      caller: { id: caller.id, person: caller.person },
      ...(reviewer && { reviewer: { id: reviewer.id, person: reviewer.person } }),
      createdAt,
      basis,
      includesLater,
      state: 'waiting',
      counts: { batches: 0, certificates: 0, later: 0 },
      done: 0,
      refused: 0,
      errors: [],
      runs: 0,
    };
    return {
      answer: { id: record.id } satisfies JsonObject,
      changes: [text.put, ...this.#store.put(record)],
      first: text.durable,
    };
  }

  #take(record: ResealRecord): void {
    const run = (): Promise<void> => this.#runner.run(record, this.#stop.signal);
    // Who waits for a person must not keep others from the ledger.
    const work = this.#runner
      .isSignedElsewhere(record)
      .then((isHeld) => (isHeld ? run() : this.#limited(run)));
    this.#working.add(work);
    void work.finally(() => this.#working.delete(work));
  }

  async #resume(): Promise<void> {
    for await (const record of this.#store.all()) {
      if (this.#stop.signal.aborted) return;
      if (isLive(record)) this.#take(record);
      else if (expiryOf(record) < this.#parts.now()) await this.#store.remove(record);
    }
  }
}
