import { formatInstant, type JobState } from '@hanlian/chaincode/domain';
import type { Notice } from '../../feed/notice.js';
import type { JobRecord } from './record.js';

/** Which states a department is told of: those in which a job is at work by itself it is not. */
const TOLD: Readonly<Partial<Record<JobState, Notice['type']>>> = {
  checked: 'job.waiting',
  stopped: 'job.waiting',
  unreadable: 'job.closed',
  done: 'job.closed',
  cancelled: 'job.closed',
};

/** What the department is told of a job; one that stops at several batches, or again at the same, each time. */
export function noticeOf(record: JobRecord, now: number): Notice | undefined {
  const { id, department, state, next, attempt, type: ofType, counts } = record;
  const type = TOLD[state];
  if (type === undefined) return undefined;
  return {
    id: `job:${id}:${state}:${next}.${attempt}`,
    type,
    department,
    at: formatInstant(now),
    data: { job: id, state, ...(ofType !== '' && { type: ofType }), counts: { ...counts } },
  };
}
