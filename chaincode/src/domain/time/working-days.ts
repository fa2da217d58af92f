import { HanlianError } from '../errors/index.js';
import type { LegalDate } from './date.js';
import { addDays, dayOfDate } from './date.js';

/** A year's notice of the State Council: weekdays that are off, weekend days that are worked (调休), as `MM-DD`. */
export interface WorkingCalendar {
  readonly year: number;
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
}

const SATURDAY = 6;
const SUNDAY = 0;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: LegalDate): number {
  const fromSunday = (dayOfDate(date) + EPOCH_WEEKDAY) % 7;
  return fromSunday < 0 ? fromSunday + 7 : fromSunday;
}

function calendarOf(date: LegalDate, calendars: readonly WorkingCalendar[]): WorkingCalendar {
  const year = Number(date.slice(0, 4));
  const calendar = calendars.find((candidate) => candidate.year === year);
  if (calendar === undefined) {
    throw new HanlianError('CALENDAR_MISSING', `No working-day calendar for ${year} is registered`, {
      expected: year,
    });
  }
  return calendar;
}

/**
 * Whether a date is a working day.
 *
 * @throws {HanlianError} CALENDAR_MISSING when no calendar of its year is given: holidays are never guessed.
 */
export function isWorkingDay(date: LegalDate, calendars: readonly WorkingCalendar[]): boolean {
  const dayOfWeek = weekday(date);
  const { holidays, workdays } = calendarOf(date, calendars);
  const monthDay = date.slice(5);
  if (dayOfWeek === SATURDAY || dayOfWeek === SUNDAY) return workdays.includes(monthDay);
  return !holidays.includes(monthDay);
}

/** The date itself if it is a working day, else the next that is: a period never ends on a day off (民法典 art. 203). */
export function workingDayFrom(date: LegalDate, calendars: readonly WorkingCalendar[]): LegalDate {
  let candidate = date;
  while (!isWorkingDay(candidate, calendars)) candidate = addDays(candidate, 1);
  return candidate;
}

/** The last day of a period of working days; the first day is not counted. `count` is at least 0. */
export function addWorkingDays(
  date: LegalDate,
  count: number,
  calendars: readonly WorkingCalendar[],
): LegalDate {
  let last = date;
  for (let counted = 0; counted < count; counted++) last = workingDayFrom(addDays(last, 1), calendars);
  return last;
}

/** How many working days of a period are left: those after `date`, up to and with the last. */
export function workingDaysUntil(
  date: LegalDate,
  last: LegalDate,
  calendars: readonly WorkingCalendar[],
): number {
  let left = 0;
  for (let day = addDays(date, 1); day <= last; day = addDays(day, 1)) {
    if (isWorkingDay(day, calendars)) left += 1;
  }
  return left;
}
