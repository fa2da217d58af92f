import type { BatchKind, RunLeaf, ValidityRule } from '../../domain/index.js';
import { addMonths, dateOfInstant, endOfDate, HanlianError } from '../../domain/index.js';

/** What a certificate's end must be: this instant, none (null), some instant, or either. */
type End = number | null | 'some' | 'either';

function endBy(rule: ValidityRule, kind: BatchKind, effectiveFrom: number, previousEnd: number | null): End {
  // Certificates that were issued elsewhere or earlier keep the period they were given.
  if (kind === 'import' || kind === 'transferIn') return 'either';
  if (rule.kind === 'range') return 'some';
  if (rule.kind === 'open') return null;
  if (kind === 'amend') return previousEnd;
  return endOfDate(addMonths(dateOfInstant(effectiveFrom), rule.months));
}

const fits = (end: End, effectiveTo: number | null): boolean =>
  end === 'either' || (end === 'some' ? effectiveTo !== null : end === effectiveTo);

/**
 * A certificate's period follows its type's rule. An amendment does not prolong: where the rule fixes the period, the
 * new version keeps the end of the old one.
 *
 * @throws {HanlianError} FIELD_INVALID (`effectiveTo`)
 */
export function requireValidity(
  rule: ValidityRule,
  kind: BatchKind,
  { effectiveFrom, effectiveTo }: Pick<RunLeaf, 'effectiveFrom' | 'effectiveTo'>,
  field: string,
  previousEnd: number | null = null,
): void {
  const end = endBy(rule, kind, effectiveFrom, previousEnd);
  const isAfter = effectiveTo === null || effectiveTo > effectiveFrom;
  if (isAfter && fits(end, effectiveTo)) return;
  throw new HanlianError('FIELD_INVALID', `The end of validity does not follow the type's rule`, {
    field: `${field}.effectiveTo`,
    expected: typeof end === 'string' ? `an instant after ${effectiveFrom}` : end,
    received: effectiveTo,
  });
}
