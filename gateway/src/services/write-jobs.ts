import { HanlianError, type JsonObject, type Run, type WriteJobAnswer } from '@hanlian/chaincode/domain';
import type { Callers } from '../callers/callers.js';
import type { Jobs, KeptJob, Step } from '../outbox/jobs.js';
import { refused, type Outcome } from '../outbox/outcome.js';
import type { Requests } from '../outbox/requests.js';
import type { Caller } from './types.js';
import { rowError } from './uploads/row-errors.js';

/** The jobs of single writes: what of a batch stands, and how it goes on. */
export class WriteJobs {
  readonly #jobs: Jobs;
  readonly #requests: Requests;
  readonly #callers: Callers;

  constructor(jobs: Jobs, requests: Requests, callers: Callers) {
    this.#jobs = jobs;
    this.#requests = requests;
    this.#callers = callers;
  }

  /** @throws {HanlianError} NOT_FOUND, also where it is another department's */
  async get(caller: Caller, id: string): Promise<WriteJobAnswer> {
    return this.#answer(this.#find(caller, id));
  }

  /** Goes on in the background; what is at work already, or done, stays so. @throws {HanlianError} NOT_FOUND */
  async resume(caller: Caller, id: string): Promise<WriteJobAnswer> {
    const job = this.#find(caller, id);
    // What becomes of it is kept with its request.
    this.#requests.resumeJob(job).catch(() => undefined);
    return this.#answer(job);
  }

  #find(caller: Caller, id: string): KeptJob {
    const job = this.#jobs.find(id);
    const owner = job && this.#callers.facts(this.#requests.stateOf(job).caller);
    if (job !== undefined && owner?.department === caller.department) return job;
    throw new HanlianError('NOT_FOUND', 'The department has no such job');
  }

  async #answer(job: KeptJob): Promise<WriteJobAnswer> {
    const { outcome } = this.#requests.stateOf(job);
    const committed = await this.#jobs.committed(job);
    const self = `/v1/jobs/${job.id}`;
    return {
      id: job.id,
      state: stateOf(outcome),
      transactions: job.steps.map((step, i) => {
        const transactionId = committed[i]?.transactionId;
        return {
          function: step.function,
          ...runOf(step),
          ...(transactionId === undefined ? { state: 'open' } : { state: 'committed', transactionId }),
        };
      }),
      errors: outcome !== undefined && 'refusal' in outcome ? [rowError(refused(outcome.refusal))] : [],
      links: { self, ...(stateOf(outcome) === 'stopped' && { resume: `${self}/resume` }) },
    };
  }
}

const stateOf = (outcome: Outcome | undefined): WriteJobAnswer['state'] => {
  if (outcome === undefined) return 'running';
  return 'answer' in outcome ? 'done' : 'stopped';
};

function runOf({ argument }: Step): Pick<WriteJobAnswer['transactions'][number], 'run'> {
  const { run } = JSON.parse(argument) as JsonObject & { readonly run?: Run };
  return run === undefined ? {} : { run: { start: run.start, certificates: run.leaves.length } };
}
