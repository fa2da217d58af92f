import type { z } from 'zod';
import { checked } from './checked.js';
import { requireModel, requireTerms } from './credit/rules.js';
import { HanlianError } from './errors/index.js';
import { requireVisibilityTerms } from './grants/rules.js';
import type { JsonObject } from './json.js';
import { CLOCK_TOLERANCE } from './lifecycle.js';
import { newestAt } from './periods.js';
import { dutyRules, modelRules, publicationRules, repairRules } from './schemas/credit-rules.js';
import { findingRules } from './schemas/findings.js';
import { sharingDeadlines, sharingGrants } from './schemas/grants.js';
import type { RuleSet } from './schemas/registry.js';

/** The rule sets that decisions rest on, and what the body of each says. */
const BODIES = {
  'credit-publication': publicationRules,
  'credit-repair': repairRules,
  'credit-duty': dutyRules,
  'credit-model': modelRules,
  'audit-findings': findingRules,
  'sharing-deadlines': sharingDeadlines,
  'sharing-grants': sharingGrants,
} as const;

export type RuleName = keyof typeof BODIES;
type Body<Name extends RuleName> = z.infer<(typeof BODIES)[Name]>;

/** A rule set as read: in force from `since` until the next of its name. */
export interface RulesInForce<Name extends RuleName> {
  readonly name: Name;
  readonly since: number;
  readonly body: Body<Name>;
}

const isRuleName = (name: string): name is RuleName => Object.hasOwn(BODIES, name);

/** A rule set of the registry, read as what it is. */
export const readRules = <Name extends RuleName>(
  name: Name,
  { since, body }: Pick<RuleSet, 'since' | 'body'>,
): RulesInForce<Name> => ({ name, since, body: checked<z.ZodType>(BODIES[name], body) as Body<Name> });

/**
 * The set in force at an instant; before the first, the first: a rule book that begins later than an entry still has to
 * say something of it.
 *
 * @param sets oldest first
 * @throws {HanlianError} RULES_MISSING
 */
export function rulesAt<Name extends RuleName>(
  name: Name,
  sets: readonly RulesInForce<Name>[],
  at: number,
): RulesInForce<Name> {
  const found = newestAt(sets, at) ?? sets[0];
  if (found !== undefined) return found;
  throw new HanlianError('RULES_MISSING', `No rule set ${name} is registered`, { expected: name });
}

/**
 * A rule set says what its name calls for, so that no decision meets one it cannot read.
 *
 * @throws {HanlianError} RULES_MALFORMED, RULES_OVERLAP and what `checked` finds
 */
export function requireRuleBody(name: string, body: JsonObject): void {
  if (!isRuleName(name)) return;
  const { body: read } = readRules<RuleName>(name, { since: 0, body });
  if ('terms' in read) requireTerms(read.terms);
  if ('weights' in read) requireModel(read);
  if ('visibility' in read) requireVisibilityTerms(read.visibility);
}

/**
 * No set of a name may begin in the past behind one that was in force by then: it would take days from it on which
 * decisions were made.
 *
 * @throws {HanlianError} RULES_OVERLAP
 */
export function requireNoOverlap(
  since: number,
  others: readonly { readonly since: number }[],
  now: number,
): void {
  const inForce = others.findLast((other) => other.since < since);
  if (since >= now - CLOCK_TOLERANCE || inForce === undefined) return;
  throw new HanlianError('RULES_OVERLAP', 'A set of this name was in force then', {
    field: 'since',
    expected: inForce.since,
  });
}
