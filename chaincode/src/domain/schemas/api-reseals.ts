import { z } from 'zod';
import { pageOf, pageQuery } from './api-common.js';
import { taskAnswer, taskId } from './api-tasks.js';
import { bilingual, officerId, random16, usccText } from './common.js';

/** `waiting`: nothing is sealed yet; what is to be is being counted, or others come first. */
export const resealState = z.enum(['waiting', 'running', 'done', 'cancelled']);

const count = z.int().min(0);

/** A department's batches sealed anew, after a seal key was stolen. */
export const resealAnswer = z.strictObject({
  id: taskId,
  department: usccText,
  state: resealState,
  person: officerId,
  reviewer: officerId.optional(),
  createdAt: z.string(),
  /** What was found; `later`: batches left out, sealed when the key may already have been in other hands. */
  counts: z.strictObject({ batches: count, certificates: count, later: count }),
  /** In batches; `of` is not known while they are being counted. */
  progress: z.strictObject({ done: count, refused: count, of: count.optional() }),
  /** The first of those refused, and why. */
  errors: z.array(z.strictObject({ batch: random16, code: z.string(), message: bilingual })),
  links: z.record(z.string(), z.string()),
});
export const resealPage = pageOf(resealAnswer);
export const resealQuery = pageQuery.extend({ cursor: taskId.optional() });
/** It begins, or waits for the second person where the department has a type that asks for two. */
export const resealBegun = z.union([resealAnswer, taskAnswer]);

export type ResealState = z.infer<typeof resealState>;
export type ResealAnswer = z.infer<typeof resealAnswer>;
export type ResealQuery = z.infer<typeof resealQuery>;
