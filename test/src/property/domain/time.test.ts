import { expect } from 'chai';
import fc from 'fast-check';
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
  startOfDate,
  weekday,
} from '@hanlian/chaincode/domain';

const DAY = 86_400;
const FIRST = -719_162;
const LAST = 2_932_896;
const days = fc.integer({ min: FIRST, max: LAST });
const dateOf = (day: number): string => addDays('1970-01-01', day);
const instant = fc.integer({ min: -2_208_988_800, max: 253_402_300_799 });

describe('legal dates', () => {
  it('agree with the platform on every day', () => {
    fc.assert(
      fc.property(days, (day) => {
        const platform = new Date(day * DAY * 1000);
        expect(dateOf(day)).to.equal(platform.toISOString().slice(0, 10));
        expect(weekday(dateOf(day))).to.equal(platform.getUTCDay());
      }),
      { numRuns: 1000 },
    );
  });

  it('go forward and back by the same days, in order of their texts', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        expect(daysBetween(dateOf(a), dateOf(b))).to.equal(b - a);
        expect(dateOf(a) < dateOf(b)).to.equal(a < b);
      }),
    );
  });

  it('exist only where the platform has such a day', () => {
    const digits = fc.tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 33 }),
    );
    fc.assert(
      fc.property(digits, ([y, m, d]) => {
        const text = [
          String(y).padStart(4, '0'),
          String(m).padStart(2, '0'),
          String(d).padStart(2, '0'),
        ].join('-');
        const platform = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(platform.getTime()) && platform.toISOString().startsWith(text) && y > 0;
        expect(isDate(text)).to.equal(exists);
      }),
      { numRuns: 1000 },
    );
  });

  it('keep the day of the month, or end the month', () => {
    const months = fc.integer({ min: -600, max: 600 });
    const middle = fc.integer({ min: -300_000, max: 300_000 }).map(dateOf);
    fc.assert(
      fc.property(middle, months, (start, count) => {
        const end = addMonths(start, count);
        const [from, to] = [parseDate(start), parseDate(end)];
        expect((to.year - from.year) * 12 + to.month - from.month).to.equal(count);
        if (to.day !== from.day) {
          expect(to.day).to.be.lessThan(from.day);
          expect(parseDate(addDays(end, 1)).day).to.equal(1);
        }
        expect(addYears(start, count)).to.equal(addMonths(start, count * 12));
      }),
      { numRuns: 500 },
    );
  });
});

describe('instants', () => {
  it('read back what they wrote, as the platform does', () => {
    fc.assert(
      fc.property(instant, (moment) => {
        const text = formatInstant(moment);
        expect(text).to.equal(new Date(moment * 1000).toISOString().replace('.000Z', 'Z'));
        expect(parseInstant(text)).to.equal(moment);
      }),
    );
  });

  it('fall on the date whose 00:00 and 24:00 enclose them', () => {
    fc.assert(
      fc.property(instant, (moment) => {
        // The last eight hours of 9999 fall into the year 10000 at +08:00.
        fc.pre(moment < 253_402_272_000);
        const day = dateOfInstant(moment);
        expect(startOfDate(day)).to.be.at.most(moment);
        expect(endOfDate(day)).to.be.greaterThan(moment);
        expect(endOfDate(day) - startOfDate(day)).to.equal(DAY);
        expect(lastDateBefore(endOfDate(day))).to.equal(day);
      }),
    );
  });

  it('are the same moment in every offset', () => {
    const offset = fc.tuple(
      fc.constantFrom('+', '-'),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    );
    fc.assert(
      fc.property(instant, offset, (moment, [sign, hours, minutes]) => {
        const shift = (sign === '+' ? 1 : -1) * (hours * 3600 + minutes * 60);
        fc.pre(moment + shift <= 253_402_300_799);
        const zone = `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(parseInstant(formatInstant(moment + shift).replace('Z', zone))).to.equal(moment);
      }),
    );
  });
});

describe('working days', () => {
  const monthDay = fc.integer({ min: 0, max: 364 }).map((day) => addDays('2026-01-01', day).slice(5));
  const calendar = fc.record({
    year: fc.constant(2026),
    holidays: fc.array(monthDay, { maxLength: 20 }),
    workdays: fc.array(monthDay, { maxLength: 10 }),
  });

  it('are counted one by one, the first not counted', () => {
    const start = fc.integer({ min: 0, max: 200 }).map((day) => addDays('2026-01-01', day));
    fc.assert(
      fc.property(calendar, start, fc.integer({ min: 1, max: 40 }), (year, from, count) => {
        const end = addWorkingDays(from, count, [year]);
        const between = Array.from({ length: daysBetween(from, end) }, (_, i) => addDays(from, i + 1));
        expect(between.filter((day) => isWorkingDay(day, [year]))).to.have.lengthOf(count);
        expect(isWorkingDay(end, [year])).to.equal(true);
      }),
    );
  });
});
