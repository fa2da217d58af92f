import { dateOfInstant, HanlianError, type End } from '@hanlian/chaincode/domain';
import { readMoment } from '../moments.js';

/** From when to when a certificate holds: instants in seconds, the end not included; null: without end. */
export interface Period {
  readonly from: number;
  readonly to: number | null;
}

/** The end that holds; undefined where one must be named and is not. */
function endOf(end: End, given: number | undefined): number | null | undefined {
  if (end === 'given') return given;
  return end === 'any' ? (given ?? null) : end;
}

/**
 * The period of a certificate: its end is the one its type's rule gives, and a caller who names one must name that.
 *
 * @throws {HanlianError} FIELD_MISSING, FIELD_INVALID, DATE_IMPOSSIBLE
 */
export function periodOf(from: number, end: End, named: string | undefined, path: string): Period {
  const field = `${path}.effectiveTo`;
  const given = named === undefined ? undefined : readMoment(named, 'end', field);
  const to = endOf(end, given);
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
