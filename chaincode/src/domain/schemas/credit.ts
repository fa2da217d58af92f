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
import { gradeName, ruleReference } from './credit-rules.js';
import { category, sector, severity } from './credit-words.js';
import { licenseReference } from './license.js';

/** 公示中, 异议处理中, 已修复, 已撤销. */
export const entryState = z.enum(['standing', 'disputed', 'repaired', 'annulled']);

export const entryOperation = z.enum([
  'correct',
  'annul',
  'dispute',
  'resolveDispute',
  'applyRepair',
  'acceptRepair',
  'reviewRepair',
]);

/**
 * An enterprise: its unified social credit code, or the fifteen digits of a registration number it has not exchanged yet.
 * Any text of that alphabet passes here, so that `requireSubject` can say what is wrong with it.
 */
export const subject = z.string().regex(/^[0-9A-Za-z]{1,32}$/);

/** 16 bytes of a hash of source, category, document number and subject: the same entry, however often it is sent. */
export const entryId = random16;

/** The number of the document an entry rests on, which the law publishes: 鄂市监罚〔2026〕12号. */
export const documentNumber = z.string().regex(/^[\p{L}\p{N} .,:;#/_·()（）〔〕［］[\]【】《》—-]{1,100}$/u);

/** A legal date; that the day exists is checked where it is read. */
const legalDate = z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);

/** What a decision orders of a certificate (暂扣, 吊销), for its issuer to carry out. */
export const measure = z.strictObject({
  operation: z.enum(['suspend', 'revoke']),
  license: licenseReference,
});

/**
 * What an entry says in public. `root` and `sm3Root` stand for its body: the RFC 6962 roots over the salted leaves of its
 * category's fields in their order; body and salts stay with the source. `until` is the last day the source itself
 * publishes it (公示截止期), which can end publication sooner than the law, never later.
 */
export const entryFacts = z.strictObject({
  decidedAt: legalDate,
  severity: severity.optional(),
  sector: sector.optional(),
  until: legalDate.optional(),
  measure: measure.optional(),
  root: digest,
  sm3Root: digest,
});

/** What happened to an entry after its publication, and what was decided by which rule. */
export const entryTransition = z.strictObject({
  operation: entryOperation,
  /** The entry's state from then on. */
  state: entryState,
  /** When it takes effect: the claimed time of its transaction, but never before the write before it. */
  at: instant,
  intent: random16,
  tx: digest,
  person: officerId,
  actor: usccText,
  basis,
  /** 1: the claimed time lay before the write before. */
  late: z.literal(1).optional(),
  /** What the entry said before a correction, and which link of the chain said so: a report must give that link too. */
  was: entryFacts.optional(),
  wasLink: z.int().min(0).optional(),
  /** Of a decision: how it fell, and by which rule. */
  decision: z.enum(['accepted', 'granted', 'refused', 'rejected', 'annulled', 'corrected']).optional(),
  rule: ruleReference.optional(),
  /** Of an application for repair: digests of the evidence, of the signed 信用承诺, and when the duty was fulfilled. */
  evidence: z.array(digest).min(1).max(16).optional(),
  commitment: digest.optional(),
  fulfilledAt: legalDate.optional(),
});

/** So many transitions an entry takes; one more place is kept for its annulment. */
export const MOST_TRANSITIONS = 64;

/** One entry (信用信息条目). Subject and id stand in its key. */
export const creditEntry = z.strictObject({
  v: v1,
  category,
  source: usccText,
  document: documentNumber,
  facts: entryFacts,
  state: entryState,
  /** The index of its newest link in the subject's chain. */
  link: z.int().min(0),
  published: z.strictObject({ at: instant, intent: random16, tx: digest, person: officerId }),
  history: z
    .array(entryTransition)
    .min(1)
    .max(MOST_TRANSITIONS + 1)
    .optional(),
});

/** 名称变更, 合并, 换码, 注销. */
export const successionKind = z.enum(['rename', 'merger', 'newCode', 'deregistration']);

export const succession = z.strictObject({
  kind: successionKind,
  /** The first day it holds. */
  since: legalDate,
  successor: usccText.optional(),
  actor: usccText,
  person: officerId,
  basis,
  intent: random16,
  tx: digest,
  at: instant,
});

/**
 * The head of an enterprise's entry set: how many links its chain has, and where it has come to, in both suites. Each
 * publication and each correction adds one. `predecessors` name the sets that belong to it besides: a proof of this one
 * record shows what a complete report must hold.
 */
export const entrySet = z.strictObject({
  v: v1,
  count: z.int().min(1),
  chain: digest,
  sm3Chain: digest,
  /** The department that registered the enterprise here. */
  registrar: usccText,
  predecessors: z.array(subject).min(1).max(16).optional(),
  successor: usccText.optional(),
  /** The first day the enterprise is another's, or no more. */
  endedSince: legalDate.optional(),
  successions: z.array(succession).min(1).max(16).optional(),
  ...provenance,
});

/** Who was told of an entry and must stop using it: a salted commitment to each, never a name. */
export const stopDuties = z.strictObject({
  v: v1,
  rule: ruleReference,
  since: instant,
  /** The last day to acknowledge. */
  due: legalDate,
  recipients: z
    .array(
      z.strictObject({
        commitment: digest,
        /** When it was acknowledged, and the digest of the signed acknowledgement. */
        at: instant.optional(),
        receipt: digest.optional(),
      }),
    )
    .min(1)
    .max(200),
  ...provenance,
});

/** A grade, the model that gave it, and what it was given on: the roots are over exactly the entries that counted. */
export const evaluation = z.strictObject({
  v: v1,
  at: instant,
  grade: gradeName,
  score: z.int(),
  model: ruleReference,
  version: z.string().max(20),
  inputs: z.strictObject({ count: z.int().min(0), root: digest, sm3Root: digest }),
  office: usccText,
  person: officerId,
  ...provenance,
});

// ── what is asked ──────────────────────────────────────────────────────────────────────────────────────────────

/** So many entries one transaction publishes. */
export const MOST_PUBLISHED = 200;

export const entryInput = z.strictObject({ subject, category, document: documentNumber, facts: entryFacts });

export const publish = z.strictObject({
  v: v1,
  intent: random16,
  person: officerId,
  entries: z.array(entryInput).min(1).max(MOST_PUBLISHED),
});

const act = { ...change, subject, entry: entryId, person: officerId, basis };

export const correctEntry = z.strictObject({ ...act, facts: entryFacts });
/** Every act that says no more than what it rests on. */
export const actOnEntry = z.strictObject(act);
/** `facts` belong to `corrected`. */
export const resolveDispute = z.strictObject({
  ...act,
  decision: z.enum(['rejected', 'annulled', 'corrected']),
  facts: entryFacts.optional(),
});
export const applyRepair = z.strictObject({
  ...act,
  evidence: z.array(digest).min(1).max(16),
  commitment: digest,
  fulfilledAt: legalDate,
});
/** `reason` names one of the rule set's grounds of refusal. */
const reason = z.string().regex(/^[a-zA-Z]{1,40}$/);
export const acceptRepair = z.strictObject({
  ...act,
  decision: z.enum(['accept', 'refuse']),
  reason: reason.optional(),
});
/** `recipients`: a salted commitment to each whom the entry was shown to. */
export const reviewRepair = z.strictObject({
  ...act,
  decision: z.enum(['grant', 'refuse']),
  reason: reason.optional(),
  recipients: z.array(digest).max(200),
});
export const acknowledgeStop = z.strictObject({
  ...change,
  subject,
  entry: entryId,
  commitment: digest,
  receipt: digest,
});
export const evaluate = z.strictObject({
  v: v1,
  intent: random16,
  subject,
  at: instant.optional(),
  person: officerId,
});
export const succeedSubject = z.strictObject({
  ...change,
  subject,
  kind: successionKind,
  successor: usccText.optional(),
  since: legalDate,
  person: officerId,
  basis,
});

export const getEntry = z.strictObject({ v: v1, subject, entry: entryId });
/** `at` absent: as of the transaction's own time. */
export const publishableAt = z.strictObject({ v: v1, subject, entry: entryId, at: instant.optional() });
export const pageEntries = z.strictObject({ ...pageRequest, subject });
export const entriesOf = z.strictObject({ v: v1, subject, at: instant.optional() });
export const gradeAt = z.strictObject({ v: v1, subject, at: instant });
export const getStopDuties = z.strictObject({ v: v1, subject, entry: entryId, at: instant.optional() });

export type EntryState = z.infer<typeof entryState>;
export type EntryOperation = z.infer<typeof entryOperation>;
export type EntryFacts = z.infer<typeof entryFacts>;
export type EntryTransition = z.infer<typeof entryTransition>;
export type EntryInput = z.infer<typeof entryInput>;
export type EntryMeasure = z.infer<typeof measure>;
export type CreditEntry = z.infer<typeof creditEntry>;
export type EntrySet = z.infer<typeof entrySet>;
export type Succession = z.infer<typeof succession>;
export type SuccessionKind = z.infer<typeof successionKind>;
export type StopDuties = z.infer<typeof stopDuties>;
export type Evaluation = z.infer<typeof evaluation>;
export type EntryAct = z.infer<typeof actOnEntry>;
export type PublishRequest = z.infer<typeof publish>;
