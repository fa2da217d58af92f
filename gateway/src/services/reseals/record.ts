import {
  errorEntry,
  formatInstant,
  type Basis,
  type ErrorCode,
  type ResealAnswer,
  type ResealState,
} from '@hanlian/chaincode/domain';
import type { Notice } from '../../feed/notice.js';
import type { Party } from '../types.js';

const DAY = 24 * 60 * 60;
/** As long as the answers of the requests that it makes are kept. */
const KEPT = 30 * DAY;
/** So many refusals are told; whatever stops one batch most often stops them all. */
export const MOST_ERRORS = 20;

/** A department's batches sealed anew, and how far that has come. Times are seconds since 1970. */
export interface ResealRecord {
  readonly v: 1;
  readonly id: string;
  readonly department: string;
  readonly caller: Party;
  readonly reviewer?: Party;
  readonly createdAt: number;
  readonly basis: Basis;
  readonly includesLater: boolean;
  readonly state: ResealState;
  readonly counts: ResealAnswer['counts'];
  readonly done: number;
  readonly refused: number;
  readonly errors: readonly { readonly batch: string; readonly code: ErrorCode }[];
  /** How often it was taken up: what was refused before is tried anew under another name. */
  readonly runs: number;
}

export const expiryOf = ({ createdAt }: ResealRecord): number => createdAt + KEPT;

export const isLive = ({ state }: ResealRecord): boolean => state === 'waiting' || state === 'running';

export function answerOf(record: ResealRecord): ResealAnswer {
  const { id, department, state, caller, reviewer, createdAt, counts, done, refused, errors } = record;
  const self = `/v1/reseals/${id}`;
  return {
    id,
    department,
    state,
    person: caller.person,
    ...(reviewer && { reviewer: reviewer.person }),
    createdAt: formatInstant(createdAt),
    counts,
    progress: { done, refused, ...(state !== 'waiting' && { of: counts.batches }) },
    errors: errors.map(({ batch, code }) => ({ batch, code, message: errorEntry(code).title })),
    links: { self, ...(state === 'waiting' && { cancel: `${self}/cancel` }) },
  };
}

/** What the department is told of it: how it ended. */
export function noticeOf({ id, department, state, counts }: ResealRecord, now: number): Notice | undefined {
  if (state !== 'done' && state !== 'cancelled') return undefined;
  return {
    id: `reseal:${id}:${state}`,
    type: 'job.closed',
    department,
    at: formatInstant(now),
    data: { job: id, state, counts: { ...counts } },
  };
}
