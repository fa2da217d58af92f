import '../support/quiet.js';
import { median, tableOf } from '@hanlian/bench/report';
import { BENCHES, runAll } from '@hanlian/bench/run';
import { expect } from 'chai';

/** Just enough work for every row to have a figure, on a machine that does much else too. */
const TINY = { batch: 20, transactions: 16, seconds: 3 };

describe('npm run bench', () => {
  for (const [name, bench] of Object.entries(BENCHES)) {
    it(`measures every row of ${name}`, async () => {
      const results = await runAll([bench], TINY, 1);
      expect(results.map(({ row }) => row)).to.deep.equal(bench.rows);
      for (const { row, figures } of results) {
        expect(figures, row.id).to.have.length(1);
        expect(figures[0]?.value, row.id).to.be.greaterThan(0);
      }
    });
  }

  it('shows the median and the range beside floor and goal', () => {
    const row = {
      id: 'x',
      work: 'some work',
      workload: 'Work, done.',
      unit: '/s',
      floor: 10,
      goal: 30,
    } as const;
    const figures = [4, 2, 8].map((value) => ({ value }));
    const [head, line] = tableOf([{ row, figures }]).split('\n');
    expect(head?.split(/\s{2,}/).slice(0, 6)).to.deep.equal([
      'work',
      'floor',
      'goal',
      'median',
      'range',
      'unit',
    ]);
    expect(line?.split(/\s{2,}/)).to.deep.equal(['some work', '10', '30', '4', '2–8', '/s']);
  });

  it('takes the mean of the two middle figures where there is no middle one', () => {
    expect(median([9, 1, 3, 4])).to.equal(3.5);
    expect(median([])).to.equal(undefined);
  });
});
