import {
  formatInstant,
  HanlianError,
  type JsonObject,
  type Run,
  type WriteJobAnswer,
} from '@hanlian/chaincode/domain';
import type { Callers } from '../callers/callers.js';
import type { Jobs, KeptJob, Step } from '../outbox/jobs.js';
import { resultOf, type JobState } from '../outbox/job-news.js';
import { refused } from '../outbox/outcome.js';
import type { Requests } from '../outbox/requests.js';
import { timePart } from '../storage/random.js';
import type { Listed } from './job-list.js';
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
    await this.#requests.resumeJob(job);
    return this.#answer(job);
  }

  /** What a department's list shows, the newest first: whatever is at work, stopped, or outlived its request. */
  async newest(department: string): Promise<readonly Listed[]> {
    const found: Listed[] = [];
    for await (const job of this.#jobs.all()) {
      const state = this.#requests.stateOf(job);
      // An upload shows its own parts.
      if (state.partOf !== undefined || state.department !== department) continue;
      found.push({
        place: `${timePart(secondsOf(state.at))}-${job.id}`,
        kind: 'write',
        state: resultOrRunning(state),
        answer: () => this.#answer(job),
      });
    }
    return found.sort((a, b) => (a.place < b.place ? 1 : -1));
  }

  #find(caller: Caller, id: string): KeptJob {
    const job = this.#jobs.find(id);
    const state = job && this.#requests.stateOf(job);
    if (job !== undefined && state?.department === caller.department) return job;
    throw new HanlianError('NOT_FOUND', 'The department has no such job');
  }

  async #answer(job: KeptJob): Promise<WriteJobAnswer> {
    const kept = this.#requests.stateOf(job);
    const { outcome, at } = kept;
    const state = resultOrRunning(kept);
    const committed = await this.#jobs.committed(job);
    const self = `/v1/jobs/${job.id}`;
    return {
      id: job.id,
      kind: 'write',
      state,
      person: this.#callers.facts(kept.caller)?.person ?? '',
      createdAt: formatInstant(secondsOf(at)),
      transactions: job.steps.map((step, i) => {
        const transactionId = committed[i]?.transactionId;
        return {
          function: step.function,
          ...runOf(step),
          ...(transactionId === undefined ? { state: 'open' } : { state: 'committed', transactionId }),
        };
      }),
      errors: outcome !== undefined && 'refusal' in outcome ? [rowError(refused(outcome.refusal))] : [],
      links: { self, ...(state === 'stopped' && { resume: `${self}/resume` }) },
    };
  }
}

const resultOrRunning = ({ outcome }: JobState): WriteJobAnswer['state'] =>
  outcome === undefined ? 'running' : resultOf(outcome);

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

function runOf({ argument }: Step): Pick<WriteJobAnswer['transactions'][number], 'run'> {
  const { run } = JSON.parse(argument) as JsonObject & { readonly run?: Run };
  return run === undefined ? {} : { run: { start: run.start, certificates: run.leaves.length } };
}
