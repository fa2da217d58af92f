import { z } from 'zod';
import { handedOn } from './api-onward.js';
import { pageOf, pageQuery, when } from './api-common.js';
import { random16, usccText } from './common.js';
import { query, releaseReceipt, subjectText } from './receipts.js';

/** Which accesses: of a department that gave or got, of a resource, a grant, somebody whose data it is, a period. */
export const accessQuery = pageQuery.extend({
  department: usccText.optional(),
  resource: query.shape.resource.optional(),
  grant: random16.optional(),
  subject: subjectText.optional(),
  from: when.optional(),
  to: when.optional(),
  cursor: z
    .string()
    .regex(/^[0-9A-Z]{18}~[0-9A-Z]{18}~[0-9]{1,15}$/)
    .optional(),
});

/** Who was given which fields, when, for what and under which grant. Whom it was about is for who asked by it. */
export const accessAnswer = z.strictObject({
  provider: usccText,
  requester: usccText,
  /** The release's number in the chain of the two. */
  seq: z.int().min(1),
  at: z.string(),
  query: random16,
  grant: random16,
  grantRevision: z.int().min(0).optional(),
  resource: query.shape.resource,
  fields: releaseReceipt.shape.fields,
  rows: z.int().min(0),
  purpose: query.shape.purpose,
  matter: query.shape.matter,
  operator: query.shape.operator,
  system: query.shape.system,
  visibility: releaseReceipt.shape.visibility,
  acknowledged: z.boolean(),
  /** Where its operator handed on what it made of it, as far as it was. */
  handedOn: z.array(handedOn).optional(),
});
export const accessPage = pageOf(accessAnswer);

export type AccessQuery = z.infer<typeof accessQuery>;
export type AccessAnswer = z.infer<typeof accessAnswer>;
