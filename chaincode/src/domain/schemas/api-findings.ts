import { z } from 'zod';
import { basisInput } from './api-basis.js';
import { pageOf, pageQuery, revised } from './api-common.js';
import { digest, officerId, random16, usccText } from './common.js';
import { ruleReference } from './credit-rules.js';
import { reasonText } from './receipts.js';
import { findingCode, findingReply, findingSubject } from './findings.js';

/** What an audit found; `evidence` is the SHA-256 of its sealed report. */
export const findingInput = z.strictObject({
  code: findingCode,
  department: usccText,
  about: findingSubject,
  evidence: digest,
  basis: basisInput,
  follows: random16.optional(),
});
export const findingReplyInput = z.strictObject({ reply: findingReply, basis: basisInput, ...revised });

export const findingStandingName = z.enum(['open', 'overdue', 'answered', 'answeredLate']);
const basisAnswer = { law: z.string(), basis: digest };

/** A finding as it stands now; instants as text are ISO 8601. */
export const findingAnswer = z.strictObject({
  id: random16,
  code: findingCode,
  department: usccText,
  about: findingSubject,
  evidence: digest,
  ...basisAnswer,
  /** Why somebody objects: shown, while it is kept, by the provider's hub to the provider and to auditors. */
  reason: reasonText.optional(),
  reportedBy: usccText,
  reportedAt: z.string(),
  /** By when it must be answered: the first instant at which it is overdue. */
  due: z.string(),
  rule: ruleReference,
  standing: findingStandingName,
  follows: random16.optional(),
  answers: z.array(
    z.strictObject({
      reply: findingReply,
      ...basisAnswer,
      by: usccText,
      person: officerId,
      at: z.string(),
      transactionId: z.string(),
    }),
  ),
  revision: z.int().min(0),
});

export const findingParams = z.strictObject({ id: random16 });
export const findingQuery = pageQuery.extend({
  department: usccText.optional(),
  standing: findingStandingName.optional(),
});
export const findingList = pageOf(findingAnswer);

export type FindingInput = z.infer<typeof findingInput>;
export type FindingReplyInput = z.infer<typeof findingReplyInput>;
export type FindingAnswer = z.infer<typeof findingAnswer>;
export type FindingQuery = z.infer<typeof findingQuery>;
