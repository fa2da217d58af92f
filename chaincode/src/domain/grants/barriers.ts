import { keptBackBy, fieldsBeyond, namesBeyond } from '../catalogue/index.js';
import type { RulesInForce } from '../rule-sets.js';
import type { Demand, Negative, Resource } from '../schemas/catalogue.js';
import type { GrantRefusal, GrantTerms, SharingGrants } from '../schemas/grants.js';
import type { Department, DepartmentKind } from '../schemas/registry.js';
import type { ConsentRecord } from '../schemas/sharing.js';
import { consentStanding } from '../sharing/consent.js';

const DAY = 86_400;

/** Between whom the regulation lets data be shared (政务数据共享条例: departments of government, for their duties). */
const GOVERNMENT: ReadonlySet<DepartmentKind> = new Set([
  'bureau',
  'department',
  'finance',
  'credit',
  'auditor',
]);

/** What is asked for, and by whom. */
export type Sought = GrantTerms & { readonly requester: string };

/** What stands on the ledger about it. */
export interface Circumstances {
  readonly demand: Demand;
  readonly resource: Resource;
  /** The provider's negative list. */
  readonly negatives: readonly Negative[];
  readonly requester: Pick<Department, 'kind'>;
  /** Those it is for, by code. */
  readonly recipients: ReadonlyMap<string, Pick<Department, 'kind'>>;
  /** The consent it rests on, if it names one that exists. */
  readonly consent?: ConsentRecord | undefined;
  readonly rules: RulesInForce<'sharing-grants'>;
}

type Barrier = (sought: Sought, circumstances: Circumstances, at: number) => GrantRefusal | undefined;

/** A ground that the rule set has the law for. */
const refused = (
  { rules }: Circumstances,
  ground: keyof SharingGrants['clauses'],
  fields?: readonly string[],
): GrantRefusal => ({
  ground,
  law: rules.body.clauses[ground],
  ...(fields !== undefined && { fields: [...fields] }),
});

const negativeList: Barrier = ({ fields }, { negatives, resource }, at) => {
  const entry = keptBackBy(negatives, { resource: resource.code, fields }, at);
  if (entry === undefined) return undefined;
  const { law, field } = entry;
  return { ground: 'negativeList', law, ...(field !== undefined && { fields: [field] }) };
};

const notShared: Barrier = (_, { resource }) =>
  // A resource that is not shared states by which law.
  resource.share === 'none' ? { ground: 'notShared', law: resource.legalBasis as string } : undefined;

const classified: Barrier = (_, found) =>
  found.resource.classified ? refused(found, 'classified') : undefined;

/** Departments of government on a law; others on the consent of whose data it is; an operator under its own kind of grant. */
const notEntitled: Barrier = ({ kind, basis }, found) => {
  const { kind: body } = found.requester;
  const entitled =
    kind === 'operation'
      ? body === 'operator'
      : GOVERNMENT.has(body) || (body !== 'operator' && 'consent' in basis);
  return entitled ? undefined : refused(found, 'notEntitled');
};

const purposeOther: Barrier = ({ purpose }, found) =>
  purpose === found.demand.purpose ? undefined : refused(found, 'purposeOther');

const matterOther: Barrier = ({ matter }, found) =>
  matter === found.demand.matter ? undefined : refused(found, 'matterOther');

const fieldsBeyondDemand: Barrier = ({ fields }, found) => {
  const beyond = namesBeyond(found.demand.fields, fields);
  return beyond.length === 0 ? undefined : refused(found, 'fieldsBeyondDemand', beyond);
};

const fieldsBeyondResource: Barrier = ({ fields }, found) => {
  const beyond = fieldsBeyond(found.resource, fields);
  return beyond.length === 0 ? undefined : refused(found, 'fieldsBeyondResource', beyond);
};

/** What is shared on a law stays within government; what rests on a consent, or is operated, with the one it was given to. */
const recipientsBeyond: Barrier = ({ kind, basis, requester }, found) => {
  const withinGovernment = kind === 'sharing' && !('consent' in basis);
  const fits = ([code, department]: [string, Pick<Department, 'kind'>]): boolean =>
    code === requester || (withinGovernment && GOVERNMENT.has(department.kind));
  return [...found.recipients].every(fits) ? undefined : refused(found, 'recipientsBeyond');
};

const periodTooLong: Barrier = ({ since, until }, found) =>
  until - since <= found.rules.body.mostDays * DAY ? undefined : refused(found, 'periodTooLong');

const consentNotLive: Barrier = ({ basis, until }, found, at) => {
  if (!('consent' in basis)) return undefined;
  const { consent } = found;
  const live =
    consent !== undefined &&
    ['active', 'pending'].includes(consentStanding(consent, at)) &&
    until <= consent.until;
  return live ? undefined : refused(found, 'consentNotLive');
};

/** What the law forbids comes first, whatever else is wrong with a request. */
const BARRIERS: readonly Barrier[] = [
  negativeList,
  notShared,
  classified,
  notEntitled,
  purposeOther,
  matterOther,
  fieldsBeyondDemand,
  fieldsBeyondResource,
  recipientsBeyond,
  periodTooLong,
  consentNotLive,
];

/** Why the ledger refuses what is asked for, by which law; nothing if it may be granted. */
export function barToGrant(
  sought: Sought,
  circumstances: Circumstances,
  at: number,
): GrantRefusal | undefined {
  for (const barrier of BARRIERS) {
    const refusal = barrier(sought, circumstances, at);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/**
 * Whether a request is granted as it comes in: what is shared unconditionally is, between departments. What an operator
 * asks for is always decided by somebody, and so is what rests on a consent: the ledger tells neither whose it is nor to whom.
 */
export const isGrantedAtOnce = (
  { kind, basis }: Pick<GrantTerms, 'kind' | 'basis'>,
  { share }: Pick<Resource, 'share'>,
): boolean => kind === 'sharing' && !('consent' in basis) && share === 'unconditional';
