import { HanlianError } from '../errors/index.js';
import type { CivilDay } from './civil.js';
import { civilDay, dayNumber, daysInMonth } from './civil.js';

/** A legal date, `YYYY-MM-DD`, from 0001-01-01 to 9999-12-31, at UTC+8. As text it sorts in order of time. */
export type LegalDate = string;

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const MONTHS_PER_YEAR = 12;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function isCivilDay({ year, month, day }: CivilDay): boolean {
  return (
    year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  );
}

function format(day: CivilDay): LegalDate {
  if (!isCivilDay(day)) {
    throw new HanlianError('DATE_IMPOSSIBLE', `The year ${day.year} lies outside 0001 to 9999`, {
      received: day.year,
    });
  }
  return `${pad(day.year, 4)}-${pad(day.month, 2)}-${pad(day.day, 2)}`;
}

/** Whether a text is a day that exists, written `YYYY-MM-DD`. */
export const isDate = (text: string): boolean => tryParse(text) !== undefined;

function tryParse(text: string): CivilDay | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isCivilDay(day) ? day : undefined;
}

/**
 * Year, month and day of a date.
 *
 * @throws {HanlianError} DATE_IMPOSSIBLE when it is not `YYYY-MM-DD` or the day does not exist.
 */
export function parseDate(text: string): CivilDay {
  const day = tryParse(text);
  if (day === undefined) {
    throw new HanlianError('DATE_IMPOSSIBLE', `${JSON.stringify(text)} is not a day that exists`, {
      expected: 'YYYY-MM-DD',
      received: text,
    });
  }
  return day;
}

/** The date that many days after 1970-01-01. */
export const dateOfDay = (days: number): LegalDate => format(civilDay(days));

/** How many days after 1970-01-01 a date lies. */
export const dayOfDate = (date: LegalDate): number => dayNumber(parseDate(date));

/**
 * The last day of a period of days: the first day is not counted (民法典 art. 201), so one day after 2026-03-01 ends
 * with 2026-03-02. Negative counts go back.
 */
export const addDays = (date: LegalDate, days: number): LegalDate => dateOfDay(dayOfDate(date) + days);

/**
 * The last day of a period of months: the day of the same number, or the month's last where it has none (民法典
 * art. 202), so one month after 2026-01-31 ends with 2026-02-28.
 */
export function addMonths(date: LegalDate, months: number): LegalDate {
  const { year, month, day } = parseDate(date);
  const total = year * MONTHS_PER_YEAR + (month - 1) + months;
  const targetYear = Math.floor(total / MONTHS_PER_YEAR);
  const targetMonth = total - targetYear * MONTHS_PER_YEAR + 1;
  return format({
    year: targetYear,
    month: targetMonth,
    day: Math.min(day, daysInMonth(targetYear, targetMonth)),
  });
}

/** The last day of a period of years, by the same rule: one year after 2024-02-29 ends with 2025-02-28. */
export const addYears = (date: LegalDate, years: number): LegalDate =>
  addMonths(date, years * MONTHS_PER_YEAR);

/** Days from one date to another, the first not counted; negative when `to` is earlier. */
export const daysBetween = (from: LegalDate, to: LegalDate): number => dayOfDate(to) - dayOfDate(from);
