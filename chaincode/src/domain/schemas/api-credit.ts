import { z } from 'zod';
import { bilingualText, pageOf, pageQuery, revised, when } from './api-common.js';
import { identifier } from './api-certificate.js';
import { basisInput } from './api-basis.js';
import { bilingual, digest, officerId, usccText } from './common.js';
import { publicationReason } from './credit-answers.js';
import {
  documentNumber,
  entryId,
  entryOperation,
  entryState,
  MOST_PUBLISHED,
  subject,
  successionKind,
} from './credit.js';
import { gradeName, ruleReference } from './credit-rules.js';
import { category, sector, severity } from './credit-words.js';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ examples: ['2026-03-05'] });

/** What a penalty orders of a certificate, by its identifier. */
const measureInput = z.strictObject({ operation: z.enum(['suspend', 'revoke']), license: identifier });

const stated = {
  decidedAt: day,
  /** Entries that speak against their subject say how gravely. */
  severity: severity.optional(),
  sector: sector.optional(),
  /** The last day the source itself publishes it. */
  until: day.optional(),
  measure: measureInput.optional(),
  /** The body by the fields of the category; amounts in 分. */
  fields: z.record(z.string().max(40), z.string().max(2000)),
};
export const creditFactsInput = z.strictObject(stated);

/** One decision about an enterprise. */
export const creditEntryInput = z.strictObject({ subject, category, document: documentNumber, ...stated });
export const publishEntriesInput = z.strictObject({
  entries: z.array(creditEntryInput).min(1).max(MOST_PUBLISHED),
});

const place = { subject, entry: entryId };
export const entryParams = z.strictObject(place);
export const enterpriseParams = z.strictObject({ subject });

/** `unchanged`: it stood already and says the same. */
export const entriesPublishedAnswer = z.strictObject({
  entries: z.array(z.strictObject({ ...place, outcome: z.enum(['published', 'unchanged']) })),
  transactionId: z.string().optional(),
});

const act = { basis: basisInput, ...revised };
export const entryActInput = z.strictObject(act);
export const correctEntryInput = z.strictObject({ ...act, facts: creditFactsInput });
export const resolveDisputeInput = z.strictObject({
  ...act,
  decision: z.enum(['rejected', 'annulled', 'corrected']),
  facts: creditFactsInput.optional(),
});
export const applyRepairInput = z.strictObject({
  ...act,
  /** Digests of what shows that the duty was fulfilled, and of the signed commitment (信用承诺). */
  evidence: z.array(digest).min(1).max(16),
  commitment: digest,
  fulfilledAt: day,
});
const reason = z
  .string()
  .regex(/^[a-zA-Z]{1,40}$/)
  .optional();
export const acceptRepairInput = z.strictObject({ ...act, decision: z.enum(['accept', 'refuse']), reason });
export const reviewRepairInput = z.strictObject({ ...act, decision: z.enum(['grant', 'refuse']), reason });
export const acknowledgeInput = z.strictObject({
  /** The department that stopped using the entry, and the digest of what it signed. */
  recipient: usccText,
  receipt: digest,
});
export const succeedSubjectInput = z.strictObject({
  ...act,
  kind: successionKind,
  successor: usccText.optional(),
  since: day,
});
export const succeededAnswer = z.strictObject({ subject, transactionId: z.string() });
export const acknowledgedAnswer = z.strictObject({ ...place, transactionId: z.string() });

const isoTime = z.string();
/** Whether an entry is published, and the rule that says so. Times are ISO 8601; `until` exclusive. */
const publicationView = z.strictObject({
  shown: z.boolean(),
  reason: publicationReason,
  until: isoTime.optional(),
  repairableFrom: isoTime.optional(),
  rule: ruleReference.omit({ since: true }).extend({ since: isoTime }).optional(),
});

/** When a decision had to be reported at the latest; absent where no calendar of the year is registered. */
const reportView = z.strictObject({ due: day, late: z.boolean() });

export const creditEntryAnswer = z.strictObject({
  ...place,
  /** true: the enterprise stands under the fifteen digits of a registration number it has not exchanged yet. */
  legacy: z.boolean(),
  category,
  title: bilingual,
  source: usccText,
  document: documentNumber,
  state: entryState,
  revision: z.int().min(0),
  decidedAt: day,
  severity: severity.optional(),
  sector: sector.optional(),
  measure: measureInput.optional(),
  publishedAt: isoTime,
  report: reportView.optional(),
  publication: publicationView,
  /** The last day for the next step of a repair that is under way. */
  repairDue: day.optional(),
  history: z.array(
    z.strictObject({
      operation: entryOperation,
      state: entryState,
      at: isoTime,
      department: usccText,
      person: officerId,
      law: z.string(),
      decision: z.string().optional(),
      rule: ruleReference.omit({ since: true }).extend({ since: isoTime }).optional(),
      transactionId: z.string(),
    }),
  ),
  /** The body, for the source and the credit office, where this hub keeps it. */
  fields: z.record(z.string(), z.string()).optional(),
});
/** What an act made of its entry, and the transaction it stands in. */
export const entryActAnswer = creditEntryAnswer.extend({ transactionId: z.string() });

export const entriesQuery = z.strictObject({ at: when.optional() });
/** One enterprise's record: its own set, and those of its predecessors. */
export const entriesView = z.strictObject({
  subject,
  at: isoTime,
  sets: z.array(
    z.strictObject({
      subject,
      count: z.int().min(1),
      chain: digest,
      sm3Chain: digest,
      successor: usccText.optional(),
      endedSince: day.optional(),
      entries: z.array(creditEntryAnswer),
    }),
  ),
});

const entryCursor = z
  .string()
  .regex(/^[0-9A-Za-z]{1,32}~[A-Za-z0-9_-]{22}$/)
  .optional();
export const publicationsQuery = pageQuery.extend({
  cursor: entryCursor,
  on: day.optional(),
  category: category.optional(),
  source: usccText.optional(),
});
export const publicationsPage = pageOf(creditEntryAnswer);

/** What is overdue: a report made late, the next step of a repair, and those who have not said that they stopped. */
export const overdueKind = z.enum(['report', 'repair', 'stopUse']);
export const overdueQuery = pageQuery.extend({
  cursor: entryCursor,
  kind: overdueKind.optional(),
  source: usccText.optional(),
});
export const overduePage = pageOf(
  z.strictObject({
    ...place,
    kind: overdueKind,
    source: usccText,
    due: day,
    /** Of duties to stop: how many are open, and for the credit office whose. */
    open: z.int().min(1).optional(),
    recipients: z.array(usccText).optional(),
    message: bilingualText,
  }),
);

export const evaluateInput = z.strictObject({ at: when.optional() });
export const evaluationAnswer = z.strictObject({
  subject,
  at: isoTime,
  grade: gradeName,
  title: bilingual,
  score: z.int(),
  model: ruleReference.omit({ since: true }).extend({ since: isoTime }),
  version: z.string(),
  inputs: z.strictObject({ count: z.int().min(0), root: digest, sm3Root: digest }),
  /** The entries that counted, with what each gave. */
  counted: z.array(z.strictObject({ ...place, points: z.int() })),
  transactionId: z.string().optional(),
});
export const evaluationQuery = z.strictObject({ at: when.optional() });

/** A change of a certificate that a penalty proposes to its issuer. `done`: it stands so. */
export const proposalQuery = pageQuery.extend({
  cursor: entryCursor,
  state: z.enum(['open', 'done']).optional(),
});
export const proposalPage = pageOf(
  z.strictObject({
    ...place,
    license: identifier,
    operation: z.enum(['suspend', 'revoke', 'reinstate']),
    issuer: usccText,
    source: usccText,
    document: documentNumber,
    decidedAt: day,
    state: z.enum(['open', 'done']),
    links: z.record(z.string(), z.string()),
  }),
);

export type ProposalQuery = z.infer<typeof proposalQuery>;
export type Proposal = z.infer<typeof proposalPage>['items'][number];
export type CreditFactsInput = z.infer<typeof creditFactsInput>;
export type CreditEntryInput = z.infer<typeof creditEntryInput>;
export type PublishEntriesInput = z.infer<typeof publishEntriesInput>;
export type EntriesPublishedAnswer = z.infer<typeof entriesPublishedAnswer>;
export type EntryActInput = z.infer<typeof entryActInput>;
export type CorrectEntryInput = z.infer<typeof correctEntryInput>;
export type ResolveDisputeInput = z.infer<typeof resolveDisputeInput>;
export type ApplyRepairInput = z.infer<typeof applyRepairInput>;
export type AcceptRepairInput = z.infer<typeof acceptRepairInput>;
export type ReviewRepairInput = z.infer<typeof reviewRepairInput>;
export type AcknowledgeInput = z.infer<typeof acknowledgeInput>;
export type AcknowledgedAnswer = z.infer<typeof acknowledgedAnswer>;
export type SucceedSubjectInput = z.infer<typeof succeedSubjectInput>;
export type SucceededAnswer = z.infer<typeof succeededAnswer>;
export type CreditEntryAnswer = z.infer<typeof creditEntryAnswer>;
export type EntryActAnswer = z.infer<typeof entryActAnswer>;
export type EntriesQuery = z.infer<typeof entriesQuery>;
export type EntriesView = z.infer<typeof entriesView>;
export type PublicationsQuery = z.infer<typeof publicationsQuery>;
export type OverdueQuery = z.infer<typeof overdueQuery>;
export type OverdueItem = z.infer<typeof overduePage>['items'][number];
export type EvaluateInput = z.infer<typeof evaluateInput>;
export type EvaluationAnswer = z.infer<typeof evaluationAnswer>;
export type EvaluationQuery = z.infer<typeof evaluationQuery>;
