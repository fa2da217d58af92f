import { setTimeout as pause } from 'node:timers/promises';
import type { IssueAnswer, RowError } from '@hanlian/chaincode/domain';
import type { Callers } from '../../callers/callers.js';
import { asRefusal, isFinal } from '../../outbox/final.js';
import type { LicenseParts } from '../licenses/parts.js';
import { isSignedElsewhere } from '../signed-elsewhere.js';
import type { Tasks } from '../tasks/tasks.js';
import { Turns } from '../tasks/turns.js';
import type { CarriedOut } from '../credit/files/carry-out.js';
import type { Caller, OrWaits } from '../types.js';
import { onceOf, RowBatch } from './batch.js';
import { BATCH_CHUNKS, standingOf, type JobRecord } from './record.js';
import { rowError } from './row-errors.js';
import type { Checked, CheckOptions } from './row-keeper.js';
import type { UploadStore } from './store.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** How the rows of a file become credit entries. */
export interface EntryWork {
  check(store: UploadStore, record: JobRecord, options: CheckOptions): Promise<Checked>;
  carryOut(store: UploadStore, record: JobRecord, caller: Caller): Promise<CarriedOut>;
}

export interface RunnerParts {
  readonly entries: EntryWork;
  readonly parts: LicenseParts;
  readonly callers: Callers;
  readonly tasks: Tasks;
  readonly store: UploadStore;
  readonly turns: Turns;
  /** So many batches at a time. */
  readonly limited: <T>(work: () => Promise<T>) => Promise<T>;
  /** Is told what keeps a job from going on, each time it was tried. */
  readonly failed: (job: JobRecord, failure: unknown) => void;
}

/** Carries the rows of uploads out, batch by batch. Taken up again, it goes on where it was. */
export class Runner {
  readonly #with: RunnerParts;
  /** Callers that sign entries themselves, a file after the other. */
  readonly #signers = new Turns();

  constructor(runnerParts: RunnerParts) {
    this.#with = runnerParts;
  }

  /** Runs a job until it is done or stopped; what may pass by itself, such as a ledger away, is waited for. */
  async run(job: JobRecord, signal: AbortSignal): Promise<void> {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        let begun = await this.#beginNext(job);
        while (begun !== undefined && !signal.aborted) {
          await this.#carryOut(begun, signal);
          wait = FIRST_PAUSE_MS;
          begun = await this.#beginNext(job);
        }
        return;
      } catch (failure) {
        if (!signal.aborted) this.#with.failed(job, failure);
        // Whatever it was, the job stands as it is kept, and is tried again.
        await pause(wait, undefined, { signal, ref: false });
      }
    }
  }

  /** Says on disk that the next batch is begun, so that nobody cancels it; undefined when there is none. */
  #beginNext(job: JobRecord): Promise<JobRecord | undefined> {
    const { store, turns } = this.#with;
    return turns.of(job.id, async () => {
      const record = store.find(job);
      if (record?.state !== 'running') return undefined;
      if (record.next * BATCH_CHUNKS >= record.chunks) {
        await store.write([...store.put({ ...record, state: 'done' })]);
        return undefined;
      }
      const begun = { ...record, isBegun: true };
      if (!record.isBegun) await store.write([...store.put(begun)]);
      return begun;
    });
  }

  /**
   * Who waits for a person must not keep others from the ledger. Of certificates, no rows stay in memory meanwhile; of
   * entries a batch does, and so whoever signs them has one file at work at a time.
   */
  async #carryOut(record: JobRecord, signal: AbortSignal): Promise<void> {
    const { parts, limited } = this.#with;
    await parts.caughtUp();
    if (record.kind !== 'publish') {
      await limited(() => this.#carryOutCertificates(record));
      await parts.requests.signed(record.caller.id, onceOf(record));
      return;
    }
    const carryOut = async (): Promise<void> => {
      if (!signal.aborted) await this.#carryOutEntries(record);
    };
    const isSigned = await isSignedElsewhere(this.#with, record.caller);
    await (isSigned ? this.#signers.of(record.caller.id, carryOut) : limited(carryOut));
  }

  async #carryOutEntries(record: JobRecord): Promise<void> {
    const { store, entries } = this.#with;
    try {
      const done = await entries.carryOut(store, record, this.#callerOf(record, false));
      if ('errors' in done) await this.#stop(record, done.errors, false);
      else {
        await Promise.all(done.chunks.map(({ durable }) => durable));
        await store.write([...done.chunks.map(({ put }) => put), ...store.put(done.record)]);
      }
    } catch (error) {
      if (!isFinal(error)) throw error;
      const { columns } = store.findingsOf(record);
      await this.#stop(record, [rowError(asRefusal(error), undefined, columns)], false);
    }
  }

  async #carryOutCertificates(record: JobRecord): Promise<void> {
    const { parts, store } = this.#with;
    const isBegun = parts.requests.isBegun(record.caller.id, onceOf(record));
    const batch = await RowBatch.load(parts, store, record, isBegun);
    const errors = isBegun ? [] : batch.newErrors(parts);
    if (errors.length > 0 && record.rows === 'all') return this.#stop(record, errors, false);
    if (errors.length > 0) await batch.reject();
    const next = {
      ...record,
      next: record.next + 1,
      isBegun: false,
      isHalted: false,
      attempt: 0,
      counts: countsAfter(record, batch),
    };
    if (batch.good.length === 0) return store.write([...store.put(next)]);
    try {
      const answer = await this.#submit(record, batch, isBegun);
      // It is taken up again once its caller has signed it.
      if ('sign' in answer) return;
      const settled = await batch.settle(answer);
      await store.write([...store.put({ ...next, batches: [...record.batches, settled] })]);
    } catch (error) {
      if (!isFinal(error)) throw error;
      await this.#stop(record, [batch.blame(asRefusal(error))], error.code === 'BATCH_INCOMPLETE');
    }
  }

  async #submit(record: JobRecord, batch: RowBatch, isBegun: boolean): Promise<OrWaits<IssueAnswer>> {
    const { parts, tasks, callers } = this.#with;
    const once = onceOf(record);
    // What was begun comes to its end under its own name, though its sender is gone: under another it would be issued twice.
    const isLeft = isBegun && !callers.mayAct(record.caller);
    const answer =
      record.isHalted || isLeft
        ? await parts.requests.resume(record.caller.id, once)
        : await tasks.submit(this.#callerOf(record, isBegun), { batch: batch.order() }, once);
    return answer as unknown as OrWaits<IssueAnswer>;
  }

  async #stop(record: JobRecord, errors: readonly RowError[], isHalted: boolean): Promise<void> {
    const { store } = this.#with;
    const { columns } = store.findingsOf(record);
    const findings = store.findings(record, { ...(columns && { columns }), errors });
    await findings.durable;
    await store.write([
      findings.put,
      ...store.put({ ...record, state: 'stopped', isBegun: false, isHalted }),
    ]);
  }

  /**
   * Who answers for the file signs for it, as long as that person may; what is begun stays the department's it was begun for.
   *
   * @throws {HanlianError} OFFICER_UNKNOWN
   */
  #callerOf(record: JobRecord, isBegun: boolean): Caller {
    const { caller, department } = record;
    const standing = isBegun ? undefined : standingOf(record);
    return { ...this.#with.callers.acting(caller, standing), department };
  }
}

function countsAfter({ counts }: JobRecord, { late, good }: RowBatch): JobRecord['counts'] {
  return {
    ...counts,
    good: counts.good - late,
    rejected: counts.rejected + late,
    done: counts.done + good.length,
  };
}
