import {
  formatInstant,
  HanlianError,
  isErrorCode,
  type JsonObject,
  type Scope,
  type TaskAnswer,
  type TaskState,
} from '@hanlian/chaincode/domain';
import type { Caller, Party } from '../types.js';
import type { Order } from './order.js';

/** Why the ledger, or the check before it, refused what was approved. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}

/** A write that waits for the second person. What it says is kept apart, encrypted. Times are seconds since 1970. */
export interface Task {
  readonly v: 1;
  readonly id: string;
  readonly operation: TaskAnswer['operation'];
  /** The certificate acted on. */
  readonly license?: string;
  readonly department: string;
  readonly preparer: Party;
  readonly preparedAt: number;
  readonly expiresAt: number;
  /** `approved`: decided, and on its way to the ledger. */
  readonly state: Exclude<TaskState, 'expired'>;
  readonly reviewer?: Party;
  readonly decidedAt?: number;
  readonly outcome?: JsonObject;
  readonly refusal?: Refusal;
}

/** Expiry is computed, never written. */
export const stateOf = ({ state, expiresAt }: Task, now: number): TaskState =>
  state === 'waiting' && now >= expiresAt ? 'expired' : state;

/** @throws {HanlianError} TASK_CLOSED */
export function requireWaiting(task: Task, now: number): void {
  const state = stateOf(task, now);
  if (state === 'waiting') return;
  throw new HanlianError('TASK_CLOSED', `The task is ${state}`, { expected: 'waiting', received: state });
}

/** @throws {HanlianError} SAME_PERSON_TWICE */
export function requireSecondPerson({ preparer }: Task, { person }: Caller): void {
  if (preparer.person !== person) return;
  throw new HanlianError('SAME_PERSON_TWICE', 'Who prepared a task cannot review it');
}

/** What both people see of a task; nothing in it is personal. */
export function summaryOf(task: Task, now: number): TaskAnswer {
  const { id, operation, license, department, preparer, reviewer, decidedAt, outcome, refusal } = task;
  return {
    id,
    operation,
    ...(license !== undefined && { license }),
    department,
    state: stateOf(task, now),
    preparer: preparer.person,
    preparedAt: formatInstant(task.preparedAt),
    expiresAt: formatInstant(task.expiresAt),
    ...(reviewer && { reviewer: reviewer.person }),
    ...(decidedAt !== undefined && { decidedAt: formatInstant(decidedAt) }),
    ...(outcome && { outcome: outcome }),
    ...(refusal && { refusal: refusalOf(refusal) }),
  };
}

/** With the job that goes on with a batch of which a part stands. */
const refusalOf = ({ code, message, details: { job } }: Refusal): TaskAnswer['refusal'] => ({
  code,
  detail: message,
  ...(code === 'BATCH_INCOMPLETE' && typeof job === 'string' && { job }),
});

/** What an order says, without what the task itself shows. */
export const preparedOf = (order: Order): JsonObject => {
  if ('reseal' in order) return order.reseal;
  if ('loan' in order) return { id: order.loan.id, ...order.loan.body };
  return ('batch' in order ? order.batch : order.act.body) as unknown as JsonObject;
};

/** What the ledger, or the job, calls it. */
export const operationOf = (order: Order): Task['operation'] => {
  if ('reseal' in order) return 'reseal';
  if ('loan' in order) return 'loan';
  return 'batch' in order ? order.batch.kind : order.act.operation;
};

/** What its preparer must be free to do. */
export function scopeOf({ operation }: Pick<Task, 'operation'>): Scope {
  if (operation === 'loan') return 'loan:act';
  return operation === 'import' ? 'license:importStock' : `license:${operation}`;
}

export const refused = ({ code, message, details }: Refusal): HanlianError =>
  new HanlianError(isErrorCode(code) ? code : 'INTERNAL', message, details);
