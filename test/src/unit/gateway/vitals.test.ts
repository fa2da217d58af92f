import { expect } from 'chai';
import {
  CONDITIONS,
  conditionsOf,
  FAR_BEHIND,
  LEAST_DISK,
  MOST_COUNTED,
  type ConditionName,
  type Findings,
} from '@hanlian/gateway/vitals/conditions';
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
