import { z } from 'zod';
import { ROLES } from '../roles.js';
import { callerId, scopeName } from './api-callers.js';
import { pageOf, pageQuery, revised } from './api-common.js';
import { officerId, usccText } from './common.js';

/** Who may call a hub, as its operator appoints them. */

/** What new callers are named: it goes into file names and certificates. */
const newCallerId = z.string().regex(/^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

const count = z.int().min(1).max(1_000_000_000);
/** What one caller may take. Of this and the hub's own limit, the lower one holds. */
export const callerLimits = z.strictObject({ perMinute: count.optional(), atOnce: count.optional() });

const facts = {
  name: z.string().min(1).max(100),
  role: z.enum(ROLES),
  department: usccText,
  /** The opaque id of the person in charge. */
  person: officerId,
  /** What of the role's scopes it has; all when absent. */
  scopes: z.array(scopeName).min(1).max(100).optional(),
  limits: callerLimits.optional(),
};
export const callerInput = z.strictObject({ id: newCallerId, ...facts });
/** All that is to stand of a caller from now on; without a revision, whatever stands now. */
export const callerChange = z.strictObject({ ...facts, ...revised });

export const callerAnswer = z.strictObject({
  id: callerId,
  name: z.string(),
  role: z.string(),
  department: usccText,
  person: z.string(),
  /** What it may ask for, at most: a credential may grant less. */
  scopes: z.array(z.string()),
  limits: callerLimits.optional(),
  state: z.enum(['active', 'disabled']),
  revision: z.int().min(0),
  createdAt: z.string().optional(),
  disabledAt: z.string().optional(),
  /** Certificates whose revocation the authority has not confirmed yet; it is asked again. */
  revoking: z.array(z.string()).optional(),
  /** Its first key, in the one answer that makes it: the hub keeps only a digest. */
  key: z.string().optional(),
});
export const callerPage = pageOf(callerAnswer);
export const callerQuery = pageQuery.extend({ cursor: callerId.optional() });

export type CallerLimits = z.infer<typeof callerLimits>;
export type CallerInput = z.infer<typeof callerInput>;
export type CallerChange = z.infer<typeof callerChange>;
export type CallerAnswer = z.infer<typeof callerAnswer>;
export type CallerQuery = z.infer<typeof callerQuery>;
