import { HanlianError } from '../errors/index.js';
import type { LegalDate } from './date.js';
import { dateOfDay, dayOfDate, isDate } from './date.js';

/** A moment: whole seconds since 1970-01-01T00:00:00Z, without leap seconds. */
export type Instant = number;

const SECONDS_PER_DAY = 86400;
const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_MINUTE = 60;
/** Legal dates are counted at UTC+8, which China has kept without summer time since 1991. */
const LEGAL_OFFSET = 8 * SECONDS_PER_HOUR;

const TIME_OF_DAY =
  /^T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$/;

const seconds = (hours: string | undefined, minutes: string | undefined): number =>
  Number(hours) * SECONDS_PER_HOUR + Number(minutes) * SECONDS_PER_MINUTE;

/**
 * Reads `YYYY-MM-DDTHH:MM:SS` followed by `Z` or an offset such as `+08:00`.
 *
 * @throws {HanlianError} DATE_IMPOSSIBLE for any other form, a fraction, a leap second or a day that does not exist.
 */
export function parseInstant(text: string): Instant {
  const date = text.slice(0, 10);
  const match = TIME_OF_DAY.exec(text.slice(10));
  if (match === null || !isDate(date)) {
    throw new HanlianError('DATE_IMPOSSIBLE', `${JSON.stringify(text)} is not an instant that exists`, {
      expected: 'YYYY-MM-DDTHH:MM:SSZ',
      received: text,
    });
  }
  const [, hours, minutes, second, sign, offsetHours, offsetMinutes] = match;
  const local = dayOfDate(date) * SECONDS_PER_DAY + seconds(hours, minutes) + Number(second);
  if (sign === undefined) return local;
  const offset = seconds(offsetHours, offsetMinutes);
  return sign === '+' ? local - offset : local + offset;
}

/** `YYYY-MM-DDTHH:MM:SSZ`. */
export function formatInstant(instant: Instant): string {
  const day = Math.floor(instant / SECONDS_PER_DAY);
  const rest = instant - day * SECONDS_PER_DAY;
  const parts = [Math.floor(rest / SECONDS_PER_HOUR), Math.floor(rest / SECONDS_PER_MINUTE) % 60, rest % 60];
  return `${dateOfDay(day)}T${parts.map((part) => String(part).padStart(2, '0')).join(':')}Z`;
}

/** 00:00 of a legal date at +08:00. */
export const startOfDate = (date: LegalDate): Instant => dayOfDate(date) * SECONDS_PER_DAY - LEGAL_OFFSET;

/** 24:00 of a legal date at +08:00: an end date still counts whole. */
export const endOfDate = (date: LegalDate): Instant => startOfDate(date) + SECONDS_PER_DAY;

/** The legal date a moment falls on. */
export const dateOfInstant = (instant: Instant): LegalDate =>
  dateOfDay(Math.floor((instant + LEGAL_OFFSET) / SECONDS_PER_DAY));

/** The last legal date before an end: what `endOfDate` was made from. */
export const lastDateBefore = (end: Instant): LegalDate => dateOfInstant(end - 1);

/**
 * A moment given as an instant, or as a bare date: its 00:00 where a period starts, its 24:00 where one ends.
 *
 * @throws {HanlianError} DATE_IMPOSSIBLE
 */
export function parseMoment(text: string, edge: 'start' | 'end'): Instant {
  if (text.includes('T')) return parseInstant(text);
  return edge === 'start' ? startOfDate(text) : endOfDate(text);
}
