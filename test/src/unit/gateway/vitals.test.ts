import { expect } from 'chai';
import { keys, startOfDate } from '@hanlian/chaincode/domain';
import {
  CONDITIONS,
  conditionsOf,
  FAR_BEHIND,
  LEAST_DISK,
  MOST_COUNTED,
  type ConditionName,
  type Findings,
} from '@hanlian/gateway/vitals/conditions';
import { calendarEndings } from '@hanlian/gateway/vitals/calendars';
import { FOUND } from '../../support/fake-vitals.js';

describe('whether a hub is ready', () => {
  it('it is, when nothing is wrong', () => {
    expect(conditionsOf(FOUND)).deep.equal([]);
  });

  const wrong: Readonly<Record<ConditionName, Partial<Findings>>> = {
    'ledger-unreachable': { ledgerAnswers: false },
    'projection-failing': { projectionFails: true },
    'projection-behind': { height: FOUND.projected + FAR_BEHIND + 1 },
    'transaction-quarantined': { quarantined: ['ab12'] },
    'log-halted': { log: { ...FOUND.log, forks: 1 } },
    'log-failing': { log: { ...FOUND.log, fails: true } },
    'disk-full': { diskFree: LEAST_DISK - 1 },
    'stamps-overflowing': { stampsWaiting: MOST_COUNTED },
  };
  for (const name of CONDITIONS) {
    it(`it is not under ${name}, and that is all that is said`, () => {
      const found = conditionsOf({ ...FOUND, ...wrong[name] });
      expect(found.map((condition) => condition.name)).deep.equal([name]);
      expect(found[0]?.text).not.equal('');
    });
  }

  it('it is, at the edge of each limit', () => {
    const edge = {
      height: FOUND.projected + FAR_BEHIND,
      diskFree: LEAST_DISK,
      stampsWaiting: MOST_COUNTED - 1,
    };
    expect(conditionsOf({ ...FOUND, ...edge })).deep.equal([]);
  });
});

describe('when working-day calendars end', () => {
  const now = startOfDate('2026-11-21');
  const endingsOf = (...years: readonly number[]): ReturnType<typeof calendarEndings> => {
    const range = (): Promise<never> =>
      Promise.resolve(years.map((year) => ({ key: keys.calendar(year) })) as never);
    return calendarEndings({ model: { range }, now: () => now });
  };

  it('it is with the year before the first without one, from this year on', async () => {
    const until = startOfDate('2027-01-01');
    expect(await endingsOf(2025, 2026, 2028)).deep.equal([{ kind: 'calendar', name: '2027', until }]);
    const later = startOfDate('2028-01-01');
    expect(await endingsOf(2026, 2027)).deep.equal([{ kind: 'calendar', name: '2028', until: later }]);
  });

  it('it was long ago where this year has none, and nothing is said where there are none at all', async () => {
    const until = startOfDate('2026-01-01');
    expect(await endingsOf(2025)).deep.equal([{ kind: 'calendar', name: '2026', until }]);
    expect(await endingsOf()).deep.equal([]);
  });
});
