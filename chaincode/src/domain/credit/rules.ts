import { canonicalize } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { EntryInput } from '../schemas/credit.js';
import type { ModelRules, PublicationTerm, RuleCondition } from '../schemas/credit-rules.js';

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

/** @throws {HanlianError} RULES_MALFORMED, RULES_OVERLAP */
export function requireTerms(terms: readonly PublicationTerm[]): void {
  const seen = new Set<string>();
  terms.forEach(({ when, minMonths, maxMonths }, i) => {
    const field = `body.terms[${i}]`;
    if (maxMonths !== undefined && maxMonths < minMonths) {
      throw malformed('The longest period is shorter than the shortest', `${field}.maxMonths`);
    }
    const condition = canonicalize(when);
    if (seen.has(condition)) {
      throw new HanlianError('RULES_OVERLAP', 'Two terms are about the same entries', {
        field: `${field}.when`,
      });
    }
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

/** @throws {HanlianError} RULES_MALFORMED */
export function requireModel({ grades, ages }: ModelRules): void {
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
