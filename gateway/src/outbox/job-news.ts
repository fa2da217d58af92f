import { formatInstant } from '@hanlian/chaincode/domain';
import type { Callers } from '../callers/callers.js';
import type { Feed } from '../feed/feed.js';
import type { Change } from '../storage/store.js';
import type { Entry } from './entries.js';
import type { Job } from './jobs.js';
import { isIncomplete, type Outcome } from './outcome.js';

/** What is known of a job besides its transactions. */
export interface JobState extends Pick<Entry, 'at' | 'partOf'> {
  readonly caller: string;
  readonly department: string | undefined;
  /** Nothing while it is at work. */
  readonly outcome: Outcome | undefined;
}

/** What a write's job has come to: `stopped` is a batch of which a part stands. */
export function resultOf(outcome: Outcome): 'done' | 'stopped' | 'refused' {
  if ('answer' in outcome) return 'done';
  return isIncomplete(outcome) ? 'stopped' : 'refused';
}

/** Tells departments what became of writes whose requests were not there any more to be answered. */
export interface JobNews {
  /** Whose a write is that a caller begins now. */
  departmentOf(caller: string): string | undefined;
  /** To be written with the outcome; nothing where nobody is to be told. */
  changes(department: string | undefined, job: Job, outcome: Outcome): readonly Change[];
  /** What `changes` gave stands on disk. */
  tell(): void;
}

export function jobNews(feed: Feed, callers: Pick<Callers, 'facts'>, clock: () => number): JobNews {
  return {
    departmentOf: (caller) => callers.facts(caller)?.department,
    changes: (department, { id, steps }, outcome) => {
      if (department === undefined) return [];
      const now = clock();
      const state = resultOf(outcome);
      const notice = feed.announce({
        // A batch that stops again is told again.
        id: `job:${id}:${state}:${now}`,
        type: state === 'stopped' ? 'job.waiting' : 'job.closed',
        department,
        at: formatInstant(Math.floor(now / 1000)),
        data: {
          job: id,
          state,
          transactions: steps.length,
          ...('refusal' in outcome && { code: outcome.refusal.code }),
        },
      });
      return [notice];
    },
    // Were it not taken now, the next start would take it.
    tell: () => void feed.take().catch(() => undefined),
  };
}
