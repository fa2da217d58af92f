import {
  dateOfInstant,
  HanlianError,
  isDate,
  isLegacySubject,
  parseOrganisationCode,
  parseUscc,
  requireCode,
  requireSubject,
  type LegalDate,
} from '@hanlian/chaincode/domain';
import { dayOf } from '../../uploads/cells.js';

/** Databases add a midnight to the days they export. */
const MIDNIGHT = /[ T]0{1,2}:00(:00(\.0+)?)?$/;
/** What the national form writes where something has no end. */
const LONG_TERM = '2099-12-31';
const PACKED_DAY = /^(\d{4})(\d{2})(\d{2})$/;

const writtenDay = (cell: string): string =>
  dayOf(cell.replace(MIDNIGHT, '').replace(PACKED_DAY, '$1-$2-$3'));

export const isDay = (cell: string): boolean => isDate(writtenDay(cell));

/** @throws {HanlianError} DATE_IMPOSSIBLE */
export function readDay(cell: string, field: string): LegalDate {
  const day = writtenDay(cell);
  if (isDate(day)) return day;
  throw new HanlianError('DATE_IMPOSSIBLE', 'The cell is no day that exists', {
    field,
    expected: 'YYYY-MM-DD',
  });
}

/** A last day; undefined where there is none. @throws {HanlianError} DATE_IMPOSSIBLE */
export function readLastDay(cell: string, field: string): LegalDate | undefined {
  if (cell === '长期') return undefined;
  const day = readDay(cell, field);
  return day === LONG_TERM ? undefined : day;
}

/** @throws {HanlianError} DATE_IMPOSSIBLE, DECIDED_IN_FUTURE */
export function readPastDay(cell: string, field: string, now: number): LegalDate {
  const day = readDay(cell, field);
  const today = dateOfInstant(now);
  if (day <= today) return day;
  throw new HanlianError('DECIDED_IN_FUTURE', 'The decision is dated after today', {
    field,
    expected: today,
  });
}

const YUAN_10000 = /^(\d{1,12})(?:\.(\d{1,6}))?0*$/;

/** An amount in 万元 as 分, of which a ten-thousandth part of a 元 has none. @throws {HanlianError} AMOUNT_INVALID */
export function readAmount(cell: string, field: string): string {
  const [, whole, part = ''] = YUAN_10000.exec(cell.replaceAll(',', '')) ?? [];
  if (whole === undefined) {
    const expected = '万元, at most six digits after the point';
    throw new HanlianError('AMOUNT_INVALID', 'The cell is no amount in ten thousand yuan', {
      field,
      expected,
    });
  }
  return BigInt(whole + part.padEnd(6, '0')).toString();
}

/** What a row says of whom it is about; '' where it says nothing. */
export interface StatedSubject {
  readonly code: string;
  readonly kind: string;
  readonly organisationCode: string;
  readonly registration: string;
  /** A natural person's number. */
  readonly person: string;
}

/**
 * The enterprise a row is about: its unified social credit code, or the 15 digits it has not exchanged yet.
 *
 * @throws {HanlianError} FIELD_MISSING, SUBJECT_IS_PERSON, CODES_DIFFER, and what `requireSubject` finds
 */
export function readSubject(stated: StatedSubject): string {
  const field = 'subject';
  const code = (stated.code === '' ? stated.registration : stated.code).toUpperCase();
  if (stated.kind === '自然人' || (code === '' && stated.person !== '')) {
    throw new HanlianError('SUBJECT_IS_PERSON', 'The row is about a natural person', { field });
  }
  if (code === '') throw new HanlianError('FIELD_MISSING', 'The row names no enterprise', { field });
  requireSubject(code, field);
  requireSameBody(code, stated.organisationCode.replaceAll('-', '').toUpperCase());
  return code;
}

/** The organisation code is a part of the unified one: two that differ belong to two bodies. */
function requireSameBody(code: string, stated: string): void {
  if (stated === '' || isLegacySubject(code)) return;
  const field = 'organisationCode';
  requireCode(parseOrganisationCode(stated), field);
  if (code.includes(stated, ORGANISATION_AT)) return;
  throw new HanlianError('CODES_DIFFER', 'Both codes of the row belong to different bodies', { field });
}

/** Characters 9 to 17 of a unified code are the organisation's (GB 32100-2015 §4). */
const ORGANISATION_AT = 8;

/** Whether a cell is a unified social credit code. */
export const isUscc = (cell: string): boolean => parseUscc(cell.toUpperCase()).ok;
