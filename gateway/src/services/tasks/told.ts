import { formatInstant } from '@hanlian/chaincode/domain';
import type { Notice } from '../../feed/notice.js';
import { stateOf, type Task } from './task.js';

/** What the department is told of a task: that it waits, or what became of it. On its way it is not told of. */
export function noticeOf(task: Task, now: number): Notice | undefined {
  const { id, operation, license, department } = task;
  const state = stateOf(task, now);
  if (state === 'approved') return undefined;
  return {
    id: `task:${id}:${state}`,
    type: state === 'waiting' ? 'task.waiting' : 'task.closed',
    department,
    at: formatInstant(now),
    data: { task: id, operation, state, ...(license !== undefined && { certificate: license }) },
  };
}
