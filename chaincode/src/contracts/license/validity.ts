import type { BatchKind, End, RunLeaf, ValidityRule } from '../../domain/index.js';
import { endBy, HanlianError } from '../../domain/index.js';

const fits = (end: End, effectiveTo: number | null): boolean =>
  end === 'any' || (end === 'given' ? effectiveTo !== null : end === effectiveTo);

/**
 * A certificate's period follows its type's rule.
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
  throw new HanlianError('FIELD_INVALID', "The end of validity does not follow the type's rule", {
    field: `${field}.effectiveTo`,
    expected: typeof end === 'string' ? `an instant after ${effectiveFrom}` : end,
    received: effectiveTo,
  });
}
