import { z } from 'zod';
import { basisInput } from './api-basis.js';
import { pageOf, pageQuery, revised, when } from './api-common.js';
import { itemNames, listId, resourceCode } from './catalogue.js';
import { basis, digest, officerId, random16, usccText } from './common.js';
import { demandReference, grant, grantAct, grantQuota, grantRefusal, grantState, lease } from './grants.js';
import { ruleReference } from './credit-rules.js';

const shape = grant.shape;

/** The period a quota counts in, and how much of it the provider's hub takes at a time; absent: a twentieth. */
const quotaInput = z.strictObject({
  limit: grantQuota.shape.limit,
  per: grantQuota.shape.per,
  lease: grantQuota.shape.lease.optional(),
});

/** What a department asks for, under an item of its demand list. */
export const grantInput = z.strictObject({
  demand: listId,
  /** Whose list it is, where that is not the caller's department but one it has succeeded. */
  department: usccText.optional(),
  kind: shape.kind.default('sharing'),
  fields: itemNames,
  purpose: shape.purpose,
  matter: shape.matter,
  /** A law and the decision's text, or the id of a consent. */
  basis: z.union([basisInput, z.strictObject({ consent: random16 })]),
  /** The department itself when absent. */
  recipients: shape.recipients.optional(),
  onwardRecipients: shape.onwardRecipients,
  since: when,
  until: when,
  quota: quotaInput,
  /** Queries a minute. */
  rate: shape.rate,
  networks: shape.networks,
  mode: shape.mode,
  keepDays: shape.keepDays,
  agreement: digest,
});

export const grantActInput = z.strictObject({ basis: basisInput, ...revised });
export const grantDecisionInput = grantActInput.extend({ decision: z.enum(['grant', 'refuse']) });

export const grantParams = z.strictObject({ id: random16 });

const standing = z.enum([...grantState.options, 'expired', 'pending']);
const waitsFor = z.enum(['provider', 'bureau']);
const rule = ruleReference.extend({ since: z.string() });

/** Who has to act next, by when, and how many working days are left. */
const clock = z.strictObject({
  waitsFor,
  since: z.string(),
  due: z.string(),
  workingDaysLeft: z.int().min(0),
  overdue: z.boolean(),
  rule,
});

const act = z.strictObject({
  act: grantAct,
  by: usccText.optional(),
  person: officerId.optional(),
  law: z.string().optional(),
  refusal: grantRefusal.optional(),
  due: z.string().optional(),
  at: z.string(),
  transactionId: z.string(),
});

/** A grant as it stands now. */
export const grantView = z.strictObject({
  id: random16,
  state: standing,
  revision: z.int().min(0),
  demand: demandReference,
  requester: usccText,
  provider: usccText,
  resource: resourceCode,
  resourceRevision: z.int().min(0),
  kind: shape.kind,
  fields: itemNames,
  purpose: z.string(),
  matter: z.string(),
  basis: z.union([basis, z.strictObject({ consent: random16 })]),
  recipients: shape.recipients,
  onwardRecipients: shape.onwardRecipients,
  since: z.string(),
  until: z.string(),
  quota: grantQuota,
  rate: shape.rate,
  networks: z.array(z.string()),
  mode: shape.mode,
  keepDays: shape.keepDays,
  agreement: digest,
  visibility: shape.visibility.extend({ closedAt: z.string().optional(), rule }),
  /** The clock that runs, if one does. */
  clock: clock.optional(),
  history: z.array(act),
});

/** What an act on a grant answers. */
export const grantActAnswer = grantView.extend({ transactionId: z.string() });

export const grantQuery = pageQuery.extend({
  state: standing.optional(),
  requester: usccText.optional(),
  provider: usccText.optional(),
  resource: resourceCode.optional(),
  /** Those on which a clock runs, by who has to act. */
  waitsFor: waitsFor.optional(),
  /** `true`: those whose time is over. */
  overdue: z.enum(['true', 'false']).optional(),
});
export const grantPage = pageOf(grantView);

const leaseView = z.strictObject({
  window: lease.shape.window,
  index: lease.shape.index,
  size: lease.shape.size,
  by: usccText,
  grantRevision: lease.shape.grantRevision,
  at: z.string(),
  transactionId: z.string(),
});
export const leasePage = pageOf(leaseView);

/** A release as it would be asked for. */
export const grantCheckInput = z.strictObject({
  /** The caller's department when absent. */
  recipient: usccText.optional(),
  resource: resourceCode,
  fields: itemNames,
  purpose: shape.purpose,
  matter: shape.matter,
});

/** Whether it would be covered, at the revision and the height of the ledger that this hub knows. */
export const grantCheckAnswer = z.strictObject({
  id: random16,
  at: z.string(),
  revision: z.int().min(0),
  height: z.int().min(0),
  covered: z.boolean(),
  bar: z.string().optional(),
  field: z.string().optional(),
});

export type GrantInput = z.infer<typeof grantInput>;
export type GrantActInput = z.infer<typeof grantActInput>;
export type GrantDecisionInput = z.infer<typeof grantDecisionInput>;
export type GrantView = z.infer<typeof grantView>;
export type GrantActAnswer = z.infer<typeof grantActAnswer>;
export type GrantQuery = z.infer<typeof grantQuery>;
export type LeaseView = z.infer<typeof leaseView>;
export type GrantCheckInput = z.infer<typeof grantCheckInput>;
export type GrantCheckAnswer = z.infer<typeof grantCheckAnswer>;
