import { z } from 'zod';
import {
  basis,
  change,
  digest,
  instant,
  officerId,
  pageRequest,
  provenance,
  random16,
  usccText,
  v1,
} from './common.js';
import { ruleReference } from './credit-rules.js';

/** After so many answers the finding is for a court, not for the ledger. */
export const MOST_ANSWERS = 16;

/**
 * Rule set `audit-findings`: in how many working days a department answers what an audit found, or what somebody objects to
 * whose data was read.
 */
export const findingRules = z.strictObject({
  answerWorkingDays: z.int().min(1).max(250),
  answerClause: z.string().min(1).max(80),
  /** By what those whose data was read may object. */
  objectionClause: z.string().min(1).max(200),
});

/** What is the matter, as an audit names it: a code of its report; `OBJECTION` where somebody objects to an access. */
export const findingCode = z.string().regex(/^[A-Z][A-Z_]{2,39}$/);

/** What it is about: records between two departments by their numbers, or a grant. Nobody's data is named here. */
export const findingSubject = z
  .strictObject({
    grant: random16.optional(),
    provider: usccText.optional(),
    requester: usccText.optional(),
    seq: z.int().min(1).optional(),
  })
  .refine(({ grant, provider }) => grant !== undefined || provider !== undefined, {
    error: 'A finding is about a grant or about the records of a provider',
  });

/** What the department did about it: put right what was wrong, or explains why nothing was. */
export const findingReply = z.enum(['corrected', 'explained']);

const answer = z.strictObject({
  reply: findingReply,
  basis,
  by: usccText,
  person: officerId,
  tx: digest,
  txTime: instant,
});

/**
 * What an audit found, and what the department says to it. The sealed report stays with the two; the ledger holds its
 * digest, by when an answer is due, and each answer's.
 */
export const findingRecord = z.strictObject({
  v: v1,
  code: findingCode,
  /** Who must answer. */
  department: usccText,
  about: findingSubject,
  /** SHA-256 of the sealed report; of an objection, the salted commitment to what was signed. */
  evidence: digest,
  basis,
  /** The audit office that reported it, or the department that handed in an objection. */
  reportedBy: usccText,
  reportedAt: instant,
  /** The first instant at which it is overdue. */
  due: instant,
  rule: ruleReference,
  /** An earlier finding that was not settled by its answers. */
  follows: random16.optional(),
  answers: z.array(answer).max(MOST_ANSWERS),
  ...provenance,
});

export const reportFinding = z.strictObject({
  v: v1,
  intent: random16,
  id: random16,
  code: findingCode,
  department: usccText,
  about: findingSubject,
  evidence: digest,
  basis,
  follows: random16.optional(),
});

/**
 * Somebody whose data was read objects to an access: handed in by a department, which the statement was signed for.
 * `reason` is the salted digest of why; on which law it rests the rule set says.
 */
export const fileObjection = reportFinding
  .omit({ code: true, follows: true, basis: true })
  .extend({ reason: digest });

export const answerFinding = z.strictObject({
  ...change,
  expectedRevision: z.int().min(0),
  id: random16,
  reply: findingReply,
  basis,
  person: officerId,
});

export const getFinding = z.strictObject({ v: v1, id: random16 });
export const pageFindings = z.strictObject(pageRequest);
export const findingPage = z.strictObject({
  v: v1,
  findings: z.array(z.strictObject({ id: random16, record: findingRecord })),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

export type FindingRules = z.infer<typeof findingRules>;
export type FindingRecord = z.infer<typeof findingRecord>;
export type FindingSubject = z.infer<typeof findingSubject>;
export type FindingReply = z.infer<typeof findingReply>;
export type FindingPage = z.infer<typeof findingPage>;
