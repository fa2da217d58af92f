import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import { campaign } from './kill.js';

const STORES = 30;
const KILLS = 10;
const AT_ONCE = 2;
const MOST_SEEDS = 2 ** 31;

describe('a city killed again and again', function () {
  this.timeout(30 * 60_000);

  it(`loses nothing that was acknowledged: ${STORES} stores, each killed ${KILLS} times under load`, async () => {
    const seed = randomInt(MOST_SEEDS);
    const reports = await campaign({ stores: STORES, kills: KILLS, seed, atOnce: AT_ONCE });
    const troubled = reports.filter(({ problems }) => problems.length > 0);
    expect(troubled, `seed ${seed}`).to.deep.equal([]);
    // Enough was at work to be lost, and enough was in the middle of it.
    expect(sum(reports.map(({ acknowledged }) => acknowledged))).to.be.greaterThan(STORES * KILLS * 20);
    expect(sum(reports.map(({ interrupted }) => interrupted))).to.be.greaterThan(STORES * KILLS);
    expect(sum(reports.map(({ killedAtStart }) => killedAtStart))).to.be.greaterThan(0);
  });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
