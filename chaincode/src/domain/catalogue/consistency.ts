import { keys } from '../keys.js';
import type { Demand, Negative, Resource, Responsibility } from '../schemas/catalogue.js';
import type { Inconsistency, InconsistencyFound } from '../schemas/catalogue-answers.js';
import type { Instant } from '../time/index.js';
import { dateOfInstant } from '../time/index.js';
import { fieldsBeyond, keepsBack } from './kept-back.js';

/** The catalogue and its lists as they stood at an instant. */
export interface Lists {
  readonly resources: readonly Resource[];
  readonly responsibilities: readonly Responsibility[];
  readonly demands: readonly Demand[];
  readonly negatives: readonly Negative[];
}

/** The department that acts in another's place, or itself. */
export type InCharge = (department: string) => string;

/** What stands of the lists, found by the resource it is about. */
export interface StandingLists extends Lists {
  readonly byCode: ReadonlyMap<string, Resource>;
  readonly responsible: ReadonlyMap<string, readonly Responsibility[]>;
  /** What is kept back whole. */
  readonly keptBack: ReadonlySet<string>;
}

const stands = ({ retired }: { readonly retired?: object | undefined }): boolean => retired === undefined;

/** The lists without what is retired, and without what the negative list no longer keeps back. */
export function standingOf(lists: Lists, at: Instant): StandingLists {
  const resources = lists.resources.filter(stands);
  const responsibilities = lists.responsibilities.filter(stands);
  const negatives = lists.negatives.filter((entry) => keepsBack(entry, at));
  return {
    resources,
    responsibilities,
    demands: lists.demands.filter(stands),
    negatives,
    byCode: new Map(resources.map((resource) => [resource.code, resource])),
    responsible: Map.groupBy(responsibilities, ({ resource }) => resource),
    keptBack: new Set(negatives.filter(({ field }) => field === undefined).map(({ resource }) => resource)),
  };
}

/** Whether a responsibility is met: the resource stands, and is the department's own. */
export const isCovered = (
  { department, resource: code }: Responsibility,
  { byCode }: StandingLists,
  inCharge: InCharge,
): boolean => {
  const resource = byCode.get(code);
  return resource !== undefined && inCharge(resource.provider) === inCharge(department);
};

/** Whether the day by which a responsibility was to be met has passed. */
export const isOverdue = ({ due }: Responsibility, at: Instant): boolean => due < dateOfInstant(at);

type Found = Omit<InconsistencyFound, 'department'> & { readonly department: string };

function* ofResponsibilities(lists: StandingLists, inCharge: InCharge, at: Instant): Generator<Found> {
  for (const entry of lists.responsibilities) {
    if (isCovered(entry, lists, inCharge)) continue;
    const { department, id, resource } = entry;
    yield {
      kind: 'responsibilityWithoutResource',
      department,
      key: keys.responsibility(department, id),
      resource,
      ...(isOverdue(entry, at) && { overdue: true }),
    };
  }
}

function* ofResources(lists: StandingLists, inCharge: InCharge): Generator<Found> {
  for (const { code, provider, share } of lists.resources) {
    const place = { department: provider, key: keys.resource(code), resource: code };
    const own = (lists.responsible.get(code) ?? []).some(
      ({ department }) => inCharge(department) === inCharge(provider),
    );
    if (!own) yield { kind: 'resourceWithoutResponsibility', ...place };
    const keptBack = lists.keptBack.has(code);
    if (keptBack && share !== 'none') yield { kind: 'negativeShared', ...place };
    if (!keptBack && share === 'none') yield { kind: 'keptBackWithoutNegative', ...place };
  }
}

function* ofDemands({ demands, byCode, responsible }: StandingLists): Generator<Found> {
  for (const { department, id, resource: code, fields } of demands) {
    const place = { key: keys.demand(department, id), resource: code };
    const resource = byCode.get(code);
    if (resource === undefined) yield { kind: 'demandWithoutResource', department, ...place };
    if (!responsible.has(code)) {
      // Whoever has the resource is to say that it answers for it; where nobody has, the one who asks knows of it.
      yield { kind: 'demandWithoutResponsibility', department: resource?.provider ?? department, ...place };
    }
    const beyond = resource === undefined ? [] : fieldsBeyond(resource, fields);
    if (beyond.length > 0) yield { kind: 'demandBeyondResource', department, ...place, fields: [...beyond] };
  }
}

function* ofNegatives({ negatives, byCode }: StandingLists): Generator<Found> {
  for (const { department, id, resource: code, field } of negatives) {
    const resource = byCode.get(code);
    const has =
      resource !== undefined && (field === undefined || fieldsBeyond(resource, [field]).length === 0);
    if (has) continue;
    yield {
      kind: 'negativeWithoutResource',
      department,
      key: keys.negative(department, id),
      resource: code,
      ...(field !== undefined && { fields: [field] }),
    };
  }
}

/** In the order in which they are told. */
export const INCONSISTENCIES: readonly Inconsistency[] = [
  'responsibilityWithoutResource',
  'resourceWithoutResponsibility',
  'demandWithoutResource',
  'demandWithoutResponsibility',
  'demandBeyondResource',
  'negativeWithoutResource',
  'negativeShared',
  'keptBackWithoutNegative',
];

/** Everything in which the lists do not agree with one another, each with the department that is to mend it now. */
export function inconsistenciesOf(
  lists: StandingLists,
  inCharge: InCharge,
  at: Instant,
): readonly InconsistencyFound[] {
  const found = [
    ...ofResponsibilities(lists, inCharge, at),
    ...ofResources(lists, inCharge),
    ...ofDemands(lists),
    ...ofNegatives(lists),
  ];
  return found.map((one) => ({ ...one, department: inCharge(one.department) }));
}
