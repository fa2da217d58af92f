import type { BatchKind } from './schemas/license.js';
import type { ValidityRule } from './schemas/registry.js';
import { addMonths, dateOfInstant, endOfDate } from './time/index.js';

/** What a certificate's end must be: this instant, none (null), one it names itself, or that or none ('any'). */
export type End = number | null | 'given' | 'any';

/**
 * The end a type's rule gives a certificate that begins at `effectiveFrom`. Counted months exclude the first day, so they
 * end with the day of the same number (民法典 art. 201, 202). An amendment does not prolong: where the rule fixes the
 * period, the end of the version it replaces stays. Certificates that were issued elsewhere or earlier keep the period
 * they were given.
 */
export function endBy(
  rule: ValidityRule,
  kind: BatchKind,
  effectiveFrom: number,
  previousEnd: number | null = null,
): End {
  if (kind === 'import' || kind === 'transferIn') return 'any';
  if (rule.kind === 'range') return 'given';
  if (rule.kind === 'open') return null;
  if (kind === 'amend') return previousEnd;
  return endOfDate(addMonths(dateOfInstant(effectiveFrom), rule.months));
}
