import { expect } from 'chai';
import { startOfDate, type LoanFigure } from '@hanlian/chaincode/domain';
import { loanFacts, type Fact } from '@hanlian/gateway/services/statistics/facts';
import { LEAST_LOANS, tableOf, withheld } from '@hanlian/gateway/services/statistics/table';

const at = (date: string): number => startOfDate(date) + 3600;
const NOON = at('2026-12-31');
const END = startOfDate('2027-01-01');

/** A loan that was applied for on the first of a month, decided on the given day, and paid out on the next. */
const loan = (id: string, decided: string, more: Partial<LoanFigure> = {}): LoanFigure => ({
  id,
  bank: 'A',
  industry: 'C1361',
  district: '420102',
  steps: [
    { n: 0, act: 'apply', state: 'submitted', at: at('2026-10-01'), amount: '500' },
    { n: 4, act: 'approve', state: 'approved', at: at(decided), amount: '500' },
    { n: 6, act: 'disburse', state: 'disbursed', at: at(decided), amount: '500', date: decided },
  ],
  ...more,
});
const factsOf = (loans: readonly LoanFigure[], asOf = NOON): Fact[] =>
  loans.flatMap((one) => loanFacts(one, asOf, END));
const period = { from: '2026-10-01', until: '2026-12-31' };

describe('statistics of loans', () => {
  it('count a loan’s events on their days, and how long the first decision took', () => {
    const days = ['2026-10-02', '2026-10-03', '2026-11-01'];
    const { total, rows } = tableOf(
      factsOf(days.map((day, i) => loan(String(i), day))),
      { ...period, by: 'month' },
      false,
    );
    expect(total).to.deep.include({ applications: 3, approvals: 3, rejections: 0, disbursed: '1500' });
    expect([total.decisionMedian, total.decisionP90]).to.deep.equal([2 * 86_400, 31 * 86_400]);
    expect(rows.map(({ key, applications, disbursed }) => [key, applications, disbursed])).to.deep.equal([
      ['2026-10', 3, '1000'],
      ['2026-11', 0, '500'],
    ]);
  });

  it('take a disbursement as last corrected, and as it stood before the correction was known', () => {
    const { steps, ...rest } = loan('1', '2026-10-05');
    const corrected: LoanFigure['steps'] = [
      ...steps,
      {
        n: 7,
        act: 'correct',
        state: 'disbursed',
        at: at('2026-10-20'),
        amount: '400',
        date: '2026-10-06',
        movement: 6,
      },
      {
        n: 8,
        act: 'correct',
        state: 'disbursed',
        at: at('2026-10-21'),
        amount: '7',
        date: '2026-10-06',
        movement: 5,
      },
    ];
    const disbursed = (asOf: string): string | null =>
      tableOf(factsOf([{ ...rest, steps: corrected }], at(asOf)), { ...period, by: 'bank' }, false).total
        .disbursed;
    expect(disbursed('2026-10-10')).to.equal('500');
    expect(disbursed('2026-10-22')).to.equal('400');
    expect(disbursed('2026-09-30')).to.equal('0');
  });

  it('call overdue what is overdue when the period ends', () => {
    const { steps, ...rest } = loan('1', '2026-10-05');
    const overdue = (cured: string): number | null => {
      const more: LoanFigure['steps'] = [
        ...steps,
        { n: 7, act: 'declareOverdue', state: 'overdue', at: at('2026-11-01') },
        { n: 8, act: 'cureOverdue', state: 'disbursed', at: at(cured) },
      ];
      const facts = loanFacts({ ...rest, steps: more }, at('2027-02-01'), END);
      return tableOf(facts, { ...period, by: 'bank' }, false).total.overdue;
    };
    expect(overdue('2027-01-05')).to.equal(1);
    expect(overdue('2026-12-05')).to.equal(0);
  });

  const apart = (counts: readonly number[]): ReadonlySet<string>[] =>
    counts.map((count, cell) => new Set(Array.from({ length: count }, (_, i) => `${cell}/${i}`)));

  it('withhold small cells, and others with them so that none follows from the total', () => {
    expect(withheld(apart([5, 2, 9]))).to.deep.equal([true, true, false]);
    expect(withheld(apart([1, 1, 9, 4]))).to.deep.equal([true, true, false, true]);
    expect(withheld(apart([2, 1, 9]))).to.deep.equal([true, true, false]);
    expect(withheld(apart([0, 3, 4]))).to.deep.equal([false, false, false]);
    expect(withheld(apart([2]))).to.deep.equal([true]);
    expect(withheld(apart([]))).to.deep.equal([]);
  });

  // A loan paid out in two months was counted as two: the total less the months shown told of two loans alone.
  it('count a loan that stands behind two cells once', () => {
    const months = [new Set(['a']), new Set(['a', 'b']), new Set(['c', 'd', 'e', 'f'])];
    expect(withheld(months)).to.deep.equal([true, true, true]);
  });

  // Whatever is withheld of a column, what is left of the total is of enough loans, and of two cells.
  it('never leave one cell, or fewer loans than the least, between a total and what is shown', () => {
    for (let seed = 1; seed < 400; seed += 1) {
      const counts = Array.from({ length: 1 + (seed % 6) }, (_, i) => (seed * (i + 3) * 7919) % 8);
      const hidden = counts.filter((_, i) => withheld(apart(counts))[i]);
      const filled = counts.filter((count) => count > 0);
      if (hidden.length === 0) expect(Math.min(...filled, LEAST_LOANS)).to.equal(LEAST_LOANS);
      else if (hidden.length < filled.length) {
        expect(hidden.length, String(counts)).to.be.at.least(2);
        expect(hidden.reduce((a, b) => a + b)).to.be.at.least(LEAST_LOANS);
      }
    }
  });

  it('show the finance office no row of a bank with two loans, nor the one bank that is left', () => {
    const loans = [1, 2, 3].map((i) => loan(String(i), '2026-10-05'));
    const few = [4, 5].map((i) => loan(String(i), '2026-10-05', { bank: 'B' }));
    const { total, rows } = tableOf(factsOf([...loans, ...few]), { ...period, by: 'bank' }, true);
    expect(total.applications).to.equal(5);
    expect(rows.map(({ applications, disbursed }) => [applications, disbursed])).to.deep.equal([
      [null, null],
      [null, null],
    ]);
    expect(tableOf(factsOf(few), { ...period, by: 'bank' }, true).total.applications).to.equal(null);
    expect(tableOf(factsOf(few), { ...period, by: 'bank' }, false).total.applications).to.equal(2);
  });
});
