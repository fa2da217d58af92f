import { HanlianError, type JsonObject, type JsonValue } from '@hanlian/chaincode/domain';
import type { TransactionRequest } from '../ledger/port.js';
import { createLimit } from '../storage/limit.js';
import { beginningWith, type Change, type Store } from '../storage/store.js';
import { isFinal } from './final.js';
import { removalOf } from './outbox.js';
import type { Settled, Signatory, Submission } from './submission.js';

/** One transaction of a job. Its argument carries the intent id, drawn once. */
export interface Step {
  readonly function: string;
  readonly argument: string;
}

/**
 * A write as it is kept: transactions whose text is settled, so that they can be sent again after a crash, and the
 * answer but for the transaction ids. The first step commits before the others begin.
 */
export interface Job {
  readonly v: 1;
  readonly id: string;
  readonly signatory: string;
  readonly steps: readonly Step[];
  readonly answer: JsonObject;
  /** Where the transaction ids go: `transactionIds` of a batch, `transactionId` of a single act. */
  readonly ids: 'transactionIds' | 'transactionId';
}

/** A job as it is kept, with the name of the request it is for. */
export interface KeptJob extends Job {
  readonly request: string;
  /** Where a caller signs it itself: under which keys lies what was made ready for it, and nothing else. */
  readonly drafts?: readonly string[];
}

const PREFIX = 'job~';
const STEPS_AT_ONCE = 4;

/** Runs jobs, now or after a restart. Running one again is safe: each step takes effect once. */
export class Jobs {
  readonly #store: Store;
  readonly #submission: Submission;
  readonly #signatory: (name: string) => Promise<Signatory>;

  constructor(store: Store, submission: Submission, signatory: (name: string) => Promise<Signatory>) {
    this.#store = store;
    this.#submission = submission;
    this.#signatory = signatory;
  }

  changes(job: Job, request: string, drafts?: readonly string[]): Change[] {
    const kept: KeptJob = { ...job, request, ...(drafts && { drafts }) };
    return [{ type: 'put', key: PREFIX + job.id, value: Buffer.from(JSON.stringify(kept)) }];
  }

  removal(job: Job): Change[] {
    return [{ type: 'del', key: PREFIX + job.id }, ...removalOf(job.id, job.steps.length)];
  }

  /** Drops what was made ready for a job that its caller never signed. */
  withoutDrafts({ id }: Job): Change[] {
    return (this.find(id)?.drafts ?? []).map((key) => ({ type: 'del', key }));
  }

  find(id: string): KeptJob | undefined {
    const value = this.#store.getSync(PREFIX + id);
    return value && (JSON.parse(value.toString()) as KeptJob);
  }

  /** All that are kept: at work, left unfinished, or to be looked at. */
  async *all(): AsyncGenerator<KeptJob> {
    const range = beginningWith(PREFIX);
    for await (const value of this.#store.values(range)) yield JSON.parse(value.toString()) as KeptJob;
  }

  /** @throws {HanlianError} INTERNAL when the store has lost it */
  get(id: string): KeptJob {
    const job = this.find(id);
    if (job === undefined) throw new HanlianError('INTERNAL', `The store has lost job ${id}`);
    return job;
  }

  /** The transactions of a job that are known to stand, by step. */
  committed({ id, steps }: Job): Promise<readonly (Settled | undefined)[]> {
    return Promise.all(steps.map((_, step) => this.#submission.committed({ job: id, step })));
  }

  /** Whether its caller signs it with a key of its own. */
  async isHeld({ signatory }: Pick<Job, 'signatory'>): Promise<boolean> {
    return (await this.#signatory(signatory)).isHeld ?? false;
  }

  async run(job: Job): Promise<JsonValue> {
    const signatory = await this.#signatory(job.signatory);
    const step = (index: number): Promise<Settled> => {
      const { function: name, argument } = job.steps[index] as Step;
      const request: TransactionRequest = { function: name, arguments: [argument] };
      return this.#submission.run({ job: job.id, step: index }, signatory, request);
    };
    const first = await step(0);
    const limited = createLimit(STEPS_AT_ONCE);
    const others = await Promise.allSettled(job.steps.slice(1).map((_, i) => limited(() => step(i + 1))));
    const settled = others.flatMap((other) => (other.status === 'fulfilled' ? [other.value] : []));
    const ids = [first, ...settled].map(({ transactionId }) => transactionId);
    const failed = others
      .filter((other) => other.status === 'rejected')
      .map(({ reason }) => reason as unknown);
    if (failed.length > 0) throw stopped(job, ids.length, failed);
    return { ...job.answer, [job.ids]: job.ids === 'transactionIds' ? ids : (ids.at(-1) as string) };
  }
}

/** What may pass by itself goes first, so that the job is taken up again; else the batch has stopped half way. */
function stopped({ id, steps }: Job, committed: number, failed: readonly unknown[]): unknown {
  const passing = failed.find((error) => !isFinal(error));
  if (passing !== undefined) return passing;
  const cause = failed.find(isFinal);
  return new HanlianError(
    'BATCH_INCOMPLETE',
    `${committed} of ${steps.length} transactions are on the ledger; the next was refused: ${cause?.message}`,
    { job: id, expected: steps.length, received: { transactions: committed, refusal: cause?.code ?? null } },
    { cause },
  );
}
