import { z } from 'zod';
import { pageOf, pageQuery } from './api-common.js';
import { jsonValue, officerId, random16, usccText } from './common.js';
import { operation } from './license.js';

/**
 * A write that waits for the second person (审核). `approved`: on its way to the ledger; `done`: it stands there;
 * `refused`: the ledger did not take it.
 */
export const taskState = z.enum([
  'waiting',
  'approved',
  'done',
  'refused',
  'rejected',
  'cancelled',
  'expired',
]);

export const taskId = z.string().regex(/^[0-9a-z]{7}-[A-Za-z0-9_-]{22}$/);

export const taskAnswer = z.strictObject({
  id: taskId,
  operation: z.union([operation, z.enum(['issue', 'import', 'transferIn', 'reseal', 'loan'])]),
  /** The certificate acted on. */
  license: z.string().optional(),
  department: usccText,
  state: taskState,
  /** Officers by their opaque ids: whoever of the department is not the preparer may review. */
  preparer: officerId,
  preparedAt: z.string(),
  expiresAt: z.string(),
  reviewer: officerId.optional(),
  decidedAt: z.string().optional(),
  /** While it waits: what was prepared, as it was sent, with the revision an act was decided on. */
  prepared: z.record(z.string(), jsonValue).optional(),
  /** Once it is done: what the write answers. */
  outcome: z.record(z.string(), jsonValue).optional(),
  /** Why the ledger did not take it; where a part stands, `job` goes on with the rest, and the task is then done. */
  refusal: z.strictObject({ code: z.string(), detail: z.string(), job: random16.optional() }).optional(),
  /** Why the second person rejected it. */
  reason: z.string().optional(),
});
export const taskPage = pageOf(taskAnswer);

/** `review`: waiting, and prepared by another; `prepared`: one's own. */
export const taskQuery = pageQuery.extend({
  cursor: taskId.optional(),
  mine: z.enum(['review', 'prepared']).optional(),
  state: taskState.optional(),
});
export const rejectInput = z.strictObject({ reason: z.string().min(1).max(2000) });

export type TaskState = z.infer<typeof taskState>;
export type TaskAnswer = z.infer<typeof taskAnswer>;
export type TaskQuery = z.infer<typeof taskQuery>;
export type RejectInput = z.infer<typeof rejectInput>;
