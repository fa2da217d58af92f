import type { RulesInForce } from '../rule-sets.js';
import type { Grant, GrantTerms, Visibility, VisibilityTerm } from '../schemas/grants.js';

const DAY = 86_400;

const holds = <Value>(wanted: readonly Value[] | undefined, value: Value): boolean =>
  wanted === undefined || wanted.includes(value);

/** When accesses under a grant become visible to those whose data it is. */
export function visibilityOf(
  { name, since, body }: RulesInForce<'sharing-grants'>,
  { purpose, matter }: Pick<GrantTerms, 'purpose' | 'matter'>,
  requester: string,
): Visibility {
  const fits = ({ when }: VisibilityTerm): boolean =>
    holds(when.purposes, purpose) && holds(when.matters, matter) && holds(when.requesters, requester);
  // The last is about all grants.
  const { class: shown, days, clause } = body.visibility.find(fits) as VisibilityTerm;
  return { class: shown, ...(days !== undefined && { days }), rule: { name, since, clause } };
}

/** From when on an access is shown to those whose data it is; nothing where it never is. It is on record in any case. */
export function visibleFrom(
  { visibility: { class: shown, days = 0, closedAt } }: Pick<Grant, 'visibility'>,
  at: number,
): number | undefined {
  if (shown === 'never') return undefined;
  const latest = at + days * DAY;
  return closedAt === undefined ? latest : Math.max(at, Math.min(latest, closedAt));
}
