import { expect } from 'chai';
import {
  addDays,
  addMonths,
  addWorkingDays,
  addYears,
  dateOfInstant,
  daysBetween,
  endOfDate,
  formatInstant,
  isDate,
  isWorkingDay,
  lastDateBefore,
  parseDate,
  parseInstant,
  parseMoment,
  startOfDate,
  weekday,
  workingDayFrom,
  type WorkingCalendar,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../support/refusal.js';
import { readVectors } from '../../support/vectors.js';

interface Step {
  date: string;
  end: string;
}
const vectors = readVectors<{
  days: { date: string; day: number }[];
  impossible: string[];
  leapDays: string[];
  months: (Step & { months: number })[];
  years: (Step & { years: number })[];
  daysLater: (Step & { days: number })[];
  edges: { date: string; start: string; end: string }[];
  instants: { text: string; instant: number; canonical: string }[];
  notInstants: string[];
  weekdays: { date: string; weekday: number }[];
  calendar: WorkingCalendar;
  workingDays: (Step & { days: number })[];
  firstWorkingDay: { date: string; from: string }[];
}>('time/dates.json');

describe('legal dates', () => {
  for (const { date, day } of vectors.days) {
    it(`places ${date} ${day} days from 1970`, () => {
      expect(daysBetween('1970-01-01', date)).to.equal(day);
      expect(addDays('1970-01-01', day)).to.equal(date);
    });
  }

  for (const text of vectors.impossible) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(isDate(text)).to.equal(false);
      expect(refusalOf(() => parseDate(text))).to.deep.include({
        code: 'DATE_IMPOSSIBLE',
        message: `${JSON.stringify(text)} is not a day that exists`,
        details: { expected: 'YYYY-MM-DD', received: text },
      });
    });
  }

  it('knows leap years and the length of every month', () => {
    for (const date of vectors.leapDays) expect(isDate(date), date).to.equal(true);
    const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    lengths.forEach((length, i) => {
      const month = `2026-${String(i + 1).padStart(2, '0')}`;
      expect(isDate(`${month}-${length}`), month).to.equal(true);
      expect(isDate(`${month}-${length + 1}`), month).to.equal(false);
    });
  });

  it('takes a date apart', () => {
    expect(parseDate('2024-02-29')).to.deep.equal({ year: 2024, month: 2, day: 29 });
  });

  for (const { date, months, end } of vectors.months) {
    it(`ends ${months} months from ${date} with ${end}`, () => {
      expect(addMonths(date, months)).to.equal(end);
    });
  }
  for (const { date, years, end } of vectors.years) {
    it(`ends ${years} years from ${date} with ${end}`, () => {
      expect(addYears(date, years)).to.equal(end);
    });
  }
  for (const { date, days, end } of vectors.daysLater) {
    it(`ends ${days} days from ${date} with ${end}, the first not counted`, () => {
      expect(addDays(date, days)).to.equal(end);
      expect(daysBetween(date, end)).to.equal(days);
    });
  }

  it('never leaves the years 0001 to 9999', () => {
    expect(refusalOf(() => addDays('9999-12-31', 1))).to.deep.include({
      code: 'DATE_IMPOSSIBLE',
      message: 'The year 10000 lies outside 0001 to 9999',
      details: { received: 10000 },
    });
    expect(refusalOf(() => addDays('0001-01-01', -1)).details).to.deep.equal({ received: 0 });
    expect(refusalOf(() => addYears('9999-01-01', 1)).code).to.equal('DATE_IMPOSSIBLE');
    expect(refusalOf(() => addMonths('0001-01-31', -1)).code).to.equal('DATE_IMPOSSIBLE');
    expect(addMonths('0002-01-31', -12)).to.equal('0001-01-31');
  });
});

describe('instants', () => {
  for (const { date, start, end } of vectors.edges) {
    it(`counts ${date} from 00:00 to 24:00 at +08:00`, () => {
      expect(formatInstant(startOfDate(date))).to.equal(start);
      expect(formatInstant(endOfDate(date))).to.equal(end);
      expect(parseMoment(date, 'start')).to.equal(startOfDate(date));
      expect(parseMoment(date, 'end')).to.equal(endOfDate(date));
      expect(dateOfInstant(startOfDate(date))).to.equal(date);
      expect(dateOfInstant(endOfDate(date) - 1)).to.equal(date);
      expect(dateOfInstant(endOfDate(date))).to.equal(addDays(date, 1));
      expect(lastDateBefore(endOfDate(date))).to.equal(date);
    });
  }

  for (const { text, instant, canonical } of vectors.instants) {
    it(`reads ${text}`, () => {
      expect(parseInstant(text)).to.equal(instant);
      expect(formatInstant(instant)).to.equal(canonical);
      for (const edge of ['start', 'end'] as const) expect(parseMoment(text, edge)).to.equal(instant);
    });
  }

  for (const text of vectors.notInstants) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(refusalOf(() => parseInstant(text))).to.deep.include({
        code: 'DATE_IMPOSSIBLE',
        message: `${JSON.stringify(text)} is not an instant that exists`,
        details: { expected: 'YYYY-MM-DDTHH:MM:SSZ', received: text },
      });
    });
  }

  it('refuses a moment that is neither', () => {
    expect(refusalOf(() => parseMoment('yesterday', 'start')).code).to.equal('DATE_IMPOSSIBLE');
    expect(refusalOf(() => parseMoment('2026-02-30', 'end')).code).to.equal('DATE_IMPOSSIBLE');
  });
});

describe('working days', () => {
  const calendars = [{ year: 2025, holidays: [], workdays: [] }, vectors.calendar];

  for (const { date, weekday: day } of vectors.weekdays) {
    it(`places ${date} on weekday ${day}`, () => {
      expect(weekday(date)).to.equal(day);
    });
  }

  for (const { date, days, end } of vectors.workingDays) {
    it(`ends ${days} working days from ${date} with ${end}`, () => {
      expect(addWorkingDays(date, days, calendars)).to.equal(end);
    });
  }
  for (const { date, from } of vectors.firstWorkingDay) {
    it(`moves ${date} to ${from} when it is a day off`, () => {
      expect(workingDayFrom(date, calendars)).to.equal(from);
      expect(isWorkingDay(date, calendars)).to.equal(date === from);
    });
  }

  it("takes each date's own year", () => {
    expect(isWorkingDay('2025-10-01', calendars)).to.equal(true);
    expect(isWorkingDay('2026-10-01', calendars)).to.equal(false);
  });

  it('never guesses the holidays of a year without a calendar', () => {
    expect(refusalOf(() => addWorkingDays('2026-12-31', 1, calendars))).to.deep.include({
      code: 'CALENDAR_MISSING',
      message: 'No working-day calendar for 2027 is registered',
      details: { expected: 2027 },
    });
    expect(refusalOf(() => isWorkingDay('2027-01-02', calendars)).code).to.equal('CALENDAR_MISSING');
    expect(refusalOf(() => isWorkingDay('2026-02-30', calendars)).code).to.equal('DATE_IMPOSSIBLE');
  });
});
