import { setTimeout as pause } from 'node:timers/promises';
import { isErrorCode, type BatchRecord, type ErrorCode, type Scope } from '@hanlian/chaincode/domain';
import type { Callers } from '../../callers/callers.js';
import { isFinal } from '../../outbox/final.js';
import type { Plan } from '../../outbox/requests.js';
import { createLimit } from '../../storage/limit.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { People } from '../licenses/sealing.js';
import { isSignedElsewhere } from '../signed-elsewhere.js';
import type { Turns } from '../tasks/turns.js';
import type { Caller, Party } from '../types.js';
import { planReseal } from './plan.js';
import { isLive, MOST_ERRORS, type ResealRecord } from './record.js';
import type { ResealStore } from './store.js';
import { weakBatches } from './weakness.js';

const AT_ONCE = 16;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** What ends a reseal: its caller does not want to sign, does not come to it, or nobody answers for it any more. */
const WITHDRAWN: readonly ErrorCode[] = ['SIGNING_LAPSED', 'SIGNING_CANCELLED', 'OFFICER_UNKNOWN'];
/** How often a batch is sealed whose transaction is signed elsewhere: what is signed too late is sealed once more. */
const MOST_SEALINGS = 10;

/** Somebody else has sealed the batch anew meanwhile: that is what was wanted. */
const DONE_ELSEWHERE: ReadonlySet<string> = new Set(['STALE', 'SEAL_NOT_COMPROMISED']);

export interface RunnerParts {
  readonly parts: LicenseParts;
  readonly callers: Callers;
  readonly store: ResealStore;
  readonly turns: Turns;
}

/**
 * Seals batch after batch anew. It keeps no list: whatever is sealed is no longer found, so that it goes on after a stop
 * by looking again.
 */
export class Runner {
  readonly #with: RunnerParts;

  constructor(runnerParts: RunnerParts) {
    this.#with = runnerParts;
  }

  isSignedElsewhere({ caller }: ResealRecord): Promise<boolean> {
    return isSignedElsewhere(this.#with, caller);
  }

  /** Runs a reseal to its end; what may pass by itself, such as a ledger away, is waited for. */
  async run(record: ResealRecord, signal: AbortSignal): Promise<void> {
    const { department, id } = record;
    const run = record.runs + 1;
    for (let wait = FIRST_PAUSE_MS; !signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        const begun = await this.#begin(this.#with.store.get(department, id), run);
        if (begun !== undefined) await this.#work(begun, signal);
        return;
      } catch {
        // Whatever it was, the record stands as it is kept, and is taken up again.
        await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  /** Counts what is to be done, and says on disk that it has begun; undefined where there is nothing left to do. */
  async #begin(record: ResealRecord, runs: number): Promise<ResealRecord | undefined> {
    if (!isLive(record)) return undefined;
    const { store, turns } = this.#with;
    const { counts, isFirst, left } = await this.#counted(record);
    return turns.of(record.id, async () => {
      if (!isLive(store.get(record.department, record.id))) return undefined;
      const done = isFirst ? 0 : counts.batches - left;
      const begun: ResealRecord = {
        ...record,
        ...{ state: 'running', counts, done, refused: 0, errors: [], runs },
      };
      await store.write(begun);
      return begun;
    });
  }

  async #counted(
    record: ResealRecord,
  ): Promise<{ counts: ResealRecord['counts']; isFirst: boolean; left: number }> {
    await this.#with.parts.caughtUp();
    const found = { batches: 0, certificates: 0, later: 0 };
    for await (const { batch, isLater } of weakBatches(this.#with.parts, record.department)) {
      if (isLater && !record.includesLater) found.later += 1;
      else {
        found.batches += 1;
        found.certificates += batch.statement.count;
      }
    }
    const isFirst = record.state === 'waiting';
    // Of one taken up again, what was found at first still says how much there was.
    const counts = isFirst || found.batches > record.counts.batches ? found : record.counts;
    return { counts, isFirst, left: found.batches };
  }

  async #work(begun: ResealRecord, signal: AbortSignal): Promise<void> {
    const { parts, store } = this.#with;
    const limited = createLimit(AT_ONCE);
    const working = new Set<Promise<void>>();
    let record = begun;
    let failure: unknown;
    const refused = new Set<ErrorCode>();
    const isOver = (): boolean =>
      signal.aborted || failure !== undefined || WITHDRAWN.some((code) => refused.has(code));
    const settle = async (batch: BatchRecord): Promise<void> => {
      const code = await this.#reseal(begun, batch);
      if (code !== undefined) refused.add(code);
      record =
        code === undefined
          ? { ...record, done: record.done + 1 }
          : withRefusal(record, { batch: batch.statement.batch, code });
      await store.write(record);
    };
    for await (const { batch, isLater } of weakBatches(parts, begun.department)) {
      if (isOver()) break;
      if (isLater && !begun.includesLater) continue;
      const work = limited(() => settle(batch)).catch((error: unknown) => void (failure = error));
      working.add(work);
      void work.then(() => working.delete(work));
      if (working.size >= AT_ONCE) await Promise.race(working);
    }
    await Promise.all(working);
    if (failure !== undefined) throw failure as Error;
    if (!signal.aborted) await store.write({ ...record, state: 'done' });
  }

  /** Why a batch was refused for good, if it was. */
  async #reseal(record: ResealRecord, batch: BatchRecord): Promise<ErrorCode | undefined> {
    const name = `reseal ${record.id}`;
    const { batch: id } = batch.statement;
    if (!(await this.isSignedElsewhere(record))) {
      return this.#resealAs(`${name} ${record.runs} ${id}`, record, batch);
    }
    // What waits for its signature has the same name over restarts.
    for (let sealing = 1; ; sealing++) {
      const code = await this.#resealAs(`${name} signed ${sealing} ${id}`, record, batch);
      if (code !== 'SEALED_AT_OUTSIDE_WINDOW' || sealing === MOST_SEALINGS) return code;
    }
  }

  async #resealAs(name: string, record: ResealRecord, batch: BatchRecord): Promise<ErrorCode | undefined> {
    const { parts } = this.#with;
    const once = { key: name, bodyDigest: name, partOf: record.id };
    // What is on its way already asks nobody again.
    const prepare = (): Promise<Plan> => planReseal(parts, this.#peopleOf(record), record, batch);
    try {
      await parts.requests.settled(record.caller.id, once, prepare);
      return undefined;
    } catch (error) {
      if (!isFinal(error) || !isErrorCode(error.code)) throw error;
      return DONE_ELSEWHERE.has(error.code) ? undefined : error.code;
    }
  }

  /** Whoever asked for it signs for it, as long as that person may. @throws {HanlianError} OFFICER_UNKNOWN */
  #peopleOf({ department, caller, reviewer }: ResealRecord): People {
    const acting = (party: Party, scope: Scope): Caller =>
      this.#with.callers.acting(party, { department, scope });
    return {
      caller: acting(caller, 'license:reseal'),
      ...(reviewer && { reviewer: acting(reviewer, 'task:decide') }),
    };
  }
}

const withRefusal = (
  record: ResealRecord,
  refusal: { readonly batch: string; readonly code: ErrorCode },
): ResealRecord => ({
  ...record,
  refused: record.refused + 1,
  errors: [...record.errors, refusal].slice(0, MOST_ERRORS),
});
