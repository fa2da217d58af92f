import {
  addMonths,
  dateOfInstant,
  endOfDate,
  HanlianError,
  parseMoment,
  type ValidityRule,
} from '@hanlian/chaincode/domain';

/** From when to when a certificate holds: instants in seconds, the end not included; null: without end. */
export interface Period {
  readonly from: number;
  readonly to: number | null;
}

/** The end a rule gives a certificate that begins at `from`; 'given': each says its own. */
export function endBy(rule: ValidityRule, from: number): number | null | 'given' {
  switch (rule.kind) {
    case 'open':
      return null;
    case 'months':
      // Counted months exclude the first day, so they end with the day of the same number (民法典 art. 201, 202).
      return endOfDate(addMonths(dateOfInstant(from), rule.months));
    case 'range':
      return 'given';
  }
}

/**
 * The period of a certificate: its end is the one its type's rule gives, and a caller who names one must name that.
 *
 * @throws {HanlianError} FIELD_MISSING, FIELD_INVALID, DATE_IMPOSSIBLE
 */
export function periodOf(
  from: number,
  end: number | null | 'given',
  named: string | undefined,
  path: string,
): Period {
  const field = `${path}.effectiveTo`;
  const given = named === undefined ? undefined : parseMoment(named, 'end');
  const to = end === 'given' ? given : end;
  if (to === undefined) {
    throw new HanlianError('FIELD_MISSING', 'The type asks for an end date', { field });
  }
  if (given !== undefined && given !== to) {
    throw new HanlianError('FIELD_INVALID', "The end does not follow from the type's validity rule", {
      field,
      expected: to === null ? 'no end date' : dateOfInstant(to - 1),
    });
  }
  if (to !== null && to <= from) {
    throw new HanlianError('FIELD_INVALID', 'The end is not after the start', { field, expected: from });
  }
  return { from, to };
}
