import type { z } from 'zod';
import { checked } from '../checked.js';
import { canonicalize } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import { CLOCK_TOLERANCE } from '../lifecycle.js';
import type { JsonObject } from '../json.js';
import type { EntryInput } from '../schemas/credit.js';
import type { PublicationTerm, RuleCondition } from '../schemas/credit-rules.js';
import { dutyRules, modelRules, publicationRules, repairRules } from '../schemas/credit-rules.js';
import type { RuleSet } from '../schemas/registry.js';

/** The rule sets of credit, and what the body of each says. */
const BODIES = {
  'credit-publication': publicationRules,
  'credit-repair': repairRules,
  'credit-duty': dutyRules,
  'credit-model': modelRules,
} as const;

export type CreditRules = keyof typeof BODIES;
type Body<Name extends CreditRules> = z.infer<(typeof BODIES)[Name]>;

/** A rule set as read: in force from `since` until the next of its name. */
export interface RulesInForce<Name extends CreditRules> {
  readonly name: Name;
  readonly since: number;
  readonly body: Body<Name>;
}

const isCreditRules = (name: string): name is CreditRules => Object.hasOwn(BODIES, name);

/** A rule set of the registry, read as what it is. */
export const readRules = <Name extends CreditRules>(
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
export function rulesAt<Name extends CreditRules>(
  name: Name,
  sets: readonly RulesInForce<Name>[],
  at: number,
): RulesInForce<Name> {
  const found = sets.findLast(({ since }) => since <= at) ?? sets[0];
  if (found !== undefined) return found;
  throw new HanlianError('RULES_MISSING', `No rule set ${name} is registered`, { expected: name });
}

/** What a condition looks at. */
export type Conditioned = Pick<EntryInput, 'category'> & {
  readonly facts: Pick<EntryInput['facts'], 'severity' | 'sector'>;
};

const holds = <Value>(wanted: readonly Value[] | undefined, value: Value | undefined): boolean =>
  wanted === undefined || (value !== undefined && wanted.includes(value));

/** Whether an entry meets every condition given. */
export const meets = (
  { categories, severities, sectors }: RuleCondition,
  { category, facts }: Conditioned,
): boolean =>
  holds(categories, category) && holds(severities, facts.severity) && holds(sectors, facts.sector);

const malformed = (message: string, field: string): HanlianError =>
  new HanlianError('RULES_MALFORMED', message, { field });

function requireTerms(terms: readonly PublicationTerm[]): void {
  const seen = new Set<string>();
  terms.forEach(({ when, minMonths, maxMonths }, i) => {
    const field = `body.terms[${i}]`;
    if (maxMonths !== undefined && maxMonths < minMonths) {
      throw malformed('The longest period is shorter than the shortest', `${field}.maxMonths`);
    }
    const condition = canonicalize(when);
    if (seen.has(condition)) throw overlapping('Two terms are about the same entries', `${field}.when`);
    seen.add(condition);
  });
  const last = terms.at(-1) as PublicationTerm;
  if (Object.keys(last.when).length > 0) {
    throw malformed('The last term must be about all entries', `body.terms[${terms.length - 1}].when`);
  }
}

function requireDescending(values: readonly number[], field: string): void {
  if (values.some((value, i) => i > 0 && value >= (values[i - 1] as number))) {
    throw malformed('Each must lie below the one before', field);
  }
}

function requireModel({ grades, ages }: Body<'credit-model'>): void {
  requireDescending(
    grades.map(({ from }) => from),
    'body.grades',
  );
  requireDescending(
    ages.map(({ months }) => -months),
    'body.ages',
  );
  if (grades.at(-1)?.from !== 0) throw malformed('The last grade must begin at 0', 'body.grades');
}

const overlapping = (message: string, field: string, since?: number): HanlianError =>
  new HanlianError('RULES_OVERLAP', message, { field, ...(since !== undefined && { expected: since }) });

/**
 * A rule set of credit says what its name calls for, so that no decision meets one it cannot read.
 *
 * @throws {HanlianError} RULES_MALFORMED, RULES_OVERLAP and what `checked` finds
 */
export function requireRuleBody(name: string, body: JsonObject): void {
  if (!isCreditRules(name)) return;
  const { body: read } = readRules<CreditRules>(name, { since: 0, body });
  if ('terms' in read) requireTerms(read.terms);
  if ('weights' in read) requireModel(read);
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
  throw overlapping('A set of this name was in force then', 'since', inForce.since);
}
