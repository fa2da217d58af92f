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
import { demand, itemNames, listId, resourceCode } from './catalogue.js';
import { ruleReference } from './credit-rules.js';
import { pullWindow } from './sharing.js';

/** 事项 and purpose in the words of the demand list. */
const { matter, purpose } = demand.shape;

/** An item of a department's demand list. */
export const demandReference = z.strictObject({
  department: usccText,
  id: listId,
});

/** 政务数据共享 between departments, or 公共数据授权运营: an operator that may hand products of the data on. */
export const grantKind = z.enum(['sharing', 'operation']);

/** How data may be used (ReBIT's consent modes): looked at, kept, asked for one by one, or taken as it comes. */
export const grantMode = z.enum(['view', 'store', 'query', 'stream']);

/**
 * How many queries in all, a calendar month or a day (at UTC+8), and how many of them the provider's hub takes at a time
 * (a lease) to answer without asking the ledger.
 */
export const grantQuota = z
  .strictObject({
    limit: z.int().min(1).max(100_000_000),
    per: z.enum(['term', 'month', 'day']),
    lease: z.int().min(1).max(1_000_000),
  })
  .refine(({ limit, lease }) => lease <= limit && limit / lease <= 10_000, {
    path: ['lease'],
    error: 'A lease lies between a ten-thousandth of the limit and the limit',
  });

/** On what a grant rests: a law, with the decision's salted digest; or the consent of whose data it is. */
export const grantBasis = z.union([basis, z.strictObject({ consent: random16 })]);

const networks = z
  .array(z.union([z.cidrv4(), z.cidrv6()]))
  .min(1)
  .max(16);

/** What is asked for, and then granted: the facts of ReBIT's consent artefact between two departments. */
const terms = {
  kind: grantKind,
  fields: itemNames,
  purpose,
  matter,
  basis: grantBasis,
  /** The departments that may use it. */
  recipients: z.array(usccText).min(1).max(32),
  /** Of an operator's grant: to whom it may hand products of the data. */
  onwardRecipients: z.array(usccText).min(1).max(64).optional(),
  since: instant,
  until: instant,
  quota: grantQuota,
  /** The most queries a minute. */
  rate: z.int().min(1).max(1_000_000),
  /** From where queries may come: ranges of addresses as CIDR (RFC 4632, RFC 4291). */
  networks,
  mode: grantMode,
  /** For how many days what was released may be kept. */
  keepDays: z.int().min(0).max(3660),
  /** The agreement's text, by its digest in the registry. */
  agreement: digest,
};

/** Why the ledger itself says no: what a law forbids, then what was asked for beyond what the demand allows. */
export const refusalGround = z.enum([
  'negativeList',
  'notShared',
  'classified',
  'notEntitled',
  'purposeOther',
  'matterOther',
  'fieldsBeyondDemand',
  'fieldsBeyondResource',
  'recipientsBeyond',
  'periodTooLong',
  'consentNotLive',
]);

/** A refusal by law: its ground, the law as people cite it, and which fields it is about. */
export const grantRefusal = z.strictObject({
  ground: refusalGround,
  law: z.string().min(1).max(200),
  fields: itemNames.optional(),
});

export const grantAct = z.enum([
  'request',
  'grant',
  'refuse',
  'escalate',
  'dispute',
  'uphold',
  'overrule',
  'pause',
  'resume',
  'withdraw',
  'closeCase',
]);

const decision = z.strictObject({
  act: grantAct,
  /** Who acted, and on what; absent where the ledger decided by itself. */
  by: usccText.optional(),
  person: officerId.optional(),
  basis: basis.optional(),
  /** The ground the ledger refused on, whatever was asked of it. */
  refusal: grantRefusal.optional(),
  /** By when the next step is due, if one is. */
  due: instant.optional(),
  tx: digest,
  txTime: instant,
});

/**
 * What a grant waits for, since when and until when, by which rule: the provider's decision, the bureau's on a request that
 * nobody answered in time, or the bureau's on a decision that is disputed.
 */
const waiting = z.strictObject({
  step: z.enum(['decide', 'escalated', 'dispute']),
  since: instant,
  due: instant,
  rule: ruleReference,
});

/**
 * When those whose data it is see an access: at once; after so many days, or earlier when the case is closed; never. By
 * which rule stands with it, and what was read is on record in any case.
 */
export const visibility = z.strictObject({
  class: z.enum(['now', 'delayed', 'never']),
  /** Of a delayed one: after how many days at the latest. */
  days: z.int().min(1).max(3660).optional(),
  closedAt: instant.optional(),
  rule: ruleReference,
});

export const grantState = z.enum(['requested', 'granted', 'refused', 'paused', 'withdrawn']);

/** Most acts a grant has room for. */
export const MOST_DECISIONS = 64;

/** One department's right to another's data, from the request for it to its end. Expiry is computed, never written. */
export const grant = z.strictObject({
  v: v1,
  id: random16,
  demand: demandReference,
  requester: usccText,
  provider: usccText,
  resource: resourceCode,
  /** Its revision in the catalogue at the last decision. */
  resourceRevision: z.int().min(0),
  ...terms,
  visibility,
  state: grantState,
  decisions: z.array(decision).min(1).max(MOST_DECISIONS),
  waiting: waiting.nullable(),
  ...provenance,
});

/** So many queries of a window of time, taken to be answered off the ledger by the provider's one hub. */
export const lease = z.strictObject({
  v: v1,
  grant: random16,
  window: pullWindow,
  /** Which lease of the window: 1, 2, … */
  index: z.int().min(1),
  /** For how many queries. */
  size: z.int().min(1),
  by: usccText,
  /** The grant's revision when it was taken. */
  grantRevision: z.int().min(0),
  intent: random16,
  tx: digest,
  txTime: instant,
});

/** Which lease an intent took: it takes no second. */
export const leaseTaken = z.strictObject({ v: v1, lease: z.string(), tx: digest });

// ── rules as data ──────────────────────────────────────────────────────────────────────────────────────────────

const clause = z.string().min(1).max(80);
const workingDays = z.int().min(1).max(250);

/** Rule set `sharing-deadlines`: in how many working days who decides. */
export const sharingDeadlines = z.strictObject({
  decideWorkingDays: workingDays,
  decideClause: clause,
  escalatedWorkingDays: workingDays,
  escalatedClause: clause,
  disputeWorkingDays: workingDays,
  disputeClause: clause,
});

const visibilityTerm = z.strictObject({
  clause,
  /** Which grants it is about: those that meet every condition given; none given: all. */
  when: z.strictObject({
    purposes: z.array(purpose).min(1).max(40).optional(),
    matters: z.array(matter).min(1).max(40).optional(),
    requesters: z.array(usccText).min(1).max(40).optional(),
  }),
  class: visibility.shape.class,
  days: visibility.shape.days,
});

/**
 * Rule set `sharing-grants`: how long a grant may last, which law a request is refused by that asks for too much, and when
 * accesses become visible; the first term that fits a grant governs it, the last fits all.
 */
export const sharingGrants = z.strictObject({
  mostDays: z.int().min(1).max(3660),
  clauses: z.strictObject({
    classified: clause,
    notEntitled: clause,
    purposeOther: clause,
    matterOther: clause,
    fieldsBeyondDemand: clause,
    fieldsBeyondResource: clause,
    recipientsBeyond: clause,
    periodTooLong: clause,
    consentNotLive: clause,
  }),
  visibility: z.array(visibilityTerm).min(1).max(40),
});

// ── requests ───────────────────────────────────────────────────────────────────────────────────────────────────

export const requestGrant = z.strictObject({
  v: v1,
  intent: random16,
  id: random16,
  demand: demandReference,
  person: officerId,
  ...terms,
});

/** An act on a grant: on what it rests, by whom, and the revision it was decided on. */
export const actOnGrant = z.strictObject({
  ...change,
  expectedRevision: z.int().min(0),
  id: random16,
  person: officerId,
  basis,
});
/** Of the provider; or of the bureau, where it refuses what it leaves as it is. */
export const decideGrant = actOnGrant.extend({ decision: z.enum(['grant', 'refuse']) });
export const leaseQuota = z.strictObject({
  v: v1,
  intent: random16,
  grant: random16,
  index: z.int().min(1).max(10_000),
});

export const getGrant = z.strictObject({ v: v1, id: random16 });
export const pageGrants = z.strictObject(pageRequest);
export const pageLeases = z.strictObject({ ...pageRequest, grant: random16, window: pullWindow.optional() });

/** A release as it would be asked for now. */
export const checkGrant = z.strictObject({
  v: v1,
  id: random16,
  recipient: usccText,
  resource: resourceCode,
  fields: itemNames,
  purpose,
  matter,
});

// ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────

export const grantWritten = z.strictObject({
  v: v1,
  id: random16,
  revision: z.int().min(0),
  state: grantState,
  refusal: grantRefusal.optional(),
  due: instant.optional(),
  tx: digest,
  intent: random16,
});
export const leaseWritten = z.strictObject({
  v: v1,
  grant: random16,
  window: pullWindow,
  index: z.int().min(1),
  size: z.int().min(1),
  tx: digest,
});
export const grantAnswer = z.strictObject({ v: v1, record: grant });
export const grantsPage = z.strictObject({ v: v1, grants: z.array(grant), cursor: z.string().optional() });
export const leasesPage = z.strictObject({ v: v1, leases: z.array(lease), cursor: z.string().optional() });

/** Whether a release is covered, and if not by which error it would be refused. */
export const grantCheck = z.strictObject({
  v: v1,
  id: random16,
  at: instant,
  revision: z.int().min(0),
  covered: z.boolean(),
  bar: z.string().optional(),
  /** What of the question lies outside. */
  field: z.string().optional(),
});

export type GrantTerms = Omit<RequestGrant, 'v' | 'intent' | 'id' | 'demand' | 'person'>;
export type DemandReference = z.infer<typeof demandReference>;
export type GrantKind = z.infer<typeof grantKind>;
export type GrantMode = z.infer<typeof grantMode>;
export type GrantQuota = z.infer<typeof grantQuota>;
export type GrantRefusal = z.infer<typeof grantRefusal>;
export type RefusalGround = z.infer<typeof refusalGround>;
export type GrantAct = z.infer<typeof grantAct>;
export type GrantDecision = z.infer<typeof decision>;
export type Visibility = z.infer<typeof visibility>;
export type GrantWaiting = z.infer<typeof waiting>;
export type GrantState = z.infer<typeof grantState>;
export type Grant = z.infer<typeof grant>;
export type Lease = z.infer<typeof lease>;
export type LeaseTaken = z.infer<typeof leaseTaken>;
export type SharingDeadlines = z.infer<typeof sharingDeadlines>;
export type VisibilityTerm = z.infer<typeof visibilityTerm>;
export type SharingGrants = z.infer<typeof sharingGrants>;
export type RequestGrant = z.infer<typeof requestGrant>;
export type DecideGrant = z.infer<typeof decideGrant>;
export type ActOnGrant = z.infer<typeof actOnGrant>;
export type GrantWritten = z.infer<typeof grantWritten>;
export type LeaseWritten = z.infer<typeof leaseWritten>;
export type GrantAnswer = z.infer<typeof grantAnswer>;
export type GrantsPage = z.infer<typeof grantsPage>;
export type LeasesPage = z.infer<typeof leasesPage>;
export type GrantCheck = z.infer<typeof grantCheck>;
