import { expect } from 'chai';
import type { LoanFigures, LoanStepPage } from '@hanlian/chaincode/domain';
import { BANK } from '../../../support/contracts/city.js';
import { codeOf, refusalOf } from '../../../support/contracts/ledger.js';
import { random32 } from '../../../support/contracts/people.js';
import { day, FINANCE, lendingCity, termsOf, type LendingCity } from '../../../support/contracts/loans.js';
import { clerkOf, ENTERPRISE, officerOf, OTHER_BANK } from '../../../support/contracts/sharing.js';

describe('contracts: the money of a loan', () => {
  let here: LendingCity;

  beforeEach(async () => {
    here = await lendingCity();
  });

  const stateOf = (id: string): string => here.record(id).state;

  it('goes out in parts, up to what the contract says', async () => {
    const id = await here.loanIn('contracted');
    await here.act('disburse', id, { amount: '20000000' });
    const refused = await refusalOf(here.act('disburse', id, { amount: '30000001' }));
    expect([refused.code, refused.details.expected]).to.deep.equal([
      'DISBURSEMENT_ABOVE_CONTRACT',
      '50000000',
    ]);
    await here.act('disburse', id, { amount: '30000000' });
    expect(stateOf(id)).to.equal('disbursed');
    const { file } = await here.loan(id);
    expect(file.movements.map(({ amount }) => amount)).to.deep.equal(['20000000', '30000000']);
  });

  it('comes back in parts and early, to the last 分, and then the loan is closed', async () => {
    const id = await here.loanIn('disbursed');
    await here.act('repay', id, { amount: '49999999' });
    expect(stateOf(id)).to.equal('disbursed');
    const refused = await refusalOf(here.act('repay', id, { amount: '2' }));
    expect([refused.code, refused.details]).to.deep.equal([
      'REPAYMENT_ABOVE_BALANCE',
      { field: 'amount', expected: '1', received: '2' },
    ]);
    expect(await codeOf(here.act('close', id))).to.equal('LOAN_ACT_IMPOSSIBLE');
    await here.act('repay', id, { amount: '1' });
    expect(stateOf(id)).to.equal('repaid');
    expect(await codeOf(here.act('disburse', id))).to.equal('LOAN_ACT_IMPOSSIBLE');
    expect(await codeOf(here.act('close', id, { writtenOff: true }))).to.equal('LOAN_BALANCE_OPEN');
    await here.act('close', id);
    expect(stateOf(id)).to.equal('closed');
    expect(await codeOf(here.act('correct', id))).to.equal('LOAN_ACT_IMPOSSIBLE');
  });

  it('is counted for statistics: to a bank its own loans, to the finance office all, and whose they are to nobody', async () => {
    const own = await here.loanIn('disbursed');
    const other = await here.loanIn('creditPulled', { bank: OTHER_BANK });
    await here.act('correct', own, { movement: 6, amount: '40000000', date: day(0) });
    const figures = async (identity: ReturnType<typeof clerkOf>): Promise<LoanFigures['loans']> =>
      (await here.read<LoanFigures>('loan:getFigures', { ids: [own, other] }, identity)).loans;
    const [mine, ...others] = await figures(officerOf(BANK));
    expect(others).to.deep.equal([]);
    expect(mine).to.include({ id: own, bank: BANK, industry: 'C1361', district: '420102' });
    expect(mine!.steps.map(({ act, amount, movement }) => [act, amount, movement])).to.deep.equal([
      ['apply', '50000000', undefined],
      ['authorize', undefined, undefined],
      ['bindReport', undefined, undefined],
      ['startReview', undefined, undefined],
      ['approve', '50000000', undefined],
      ['signContract', undefined, undefined],
      ['disburse', '50000000', undefined],
      ['correct', '40000000', 6],
    ]);
    const all = await figures(clerkOf(FINANCE));
    expect(all.map(({ id }) => id)).to.deep.equal([own, other]);
    expect(JSON.stringify(all)).not.to.include(ENTERPRISE);
  });

  it('moves on days within the loan, never on days to come', async () => {
    const id = await here.loanIn('contracted', {}, { until: day(30) });
    for (const date of [day(-1), day(1)]) {
      const refused = await refusalOf(here.act('disburse', id, { date }));
      expect([refused.code, refused.details.expected]).to.deep.equal([
        'MOVEMENT_DATE_OUTSIDE',
        [day(0), day(0)],
      ]);
    }
    await here.act('disburse', id, { amount: '10000000' });
    await here.later(60);
    expect(await codeOf(here.act('disburse', id, { date: day(31) }))).to.equal('MOVEMENT_DATE_OUTSIDE');
    const early = await refusalOf(here.act('repay', id, { date: day(30) }));
    expect([early.code, early.details.field]).to.deep.equal(['LOAN_OUTSIDE_TERMS', 'early']);
    await here.act('repay', id, { date: day(60), amount: '10000000', early: false });
    expect(stateOf(id)).to.equal('repaid');
  });

  it('may come late: overdue, cured, or written off', async () => {
    const id = await here.loanIn('disbursed');
    await here.later(30);
    expect(await codeOf(here.act('declareOverdue', id, { since: day(31) }))).to.equal(
      'MOVEMENT_DATE_OUTSIDE',
    );
    const refused = await refusalOf(here.act('declareOverdue', id, { arrears: '50000001' }));
    expect([refused.code, refused.details.field]).to.deep.equal(['LOAN_OUTSIDE_TERMS', 'arrears']);
    await here.act('declareOverdue', id, { since: day(20) });
    await here.act('repay', id, { date: day(25), amount: '1000000' });
    expect(stateOf(id)).to.equal('overdue');
    expect(await codeOf(here.act('cureOverdue', id, { date: day(31) }))).to.equal('MOVEMENT_DATE_OUTSIDE');
    await here.act('cureOverdue', id, { date: day(25) });
    expect(stateOf(id)).to.equal('disbursed');
    await here.act('declareOverdue', id, { since: day(28) });
    expect(await codeOf(here.act('close', id))).to.equal('LOAN_BALANCE_OPEN');
    const settled = here.fork();
    await settled.act('repay', id, { date: day(29), amount: '49000000' });
    expect(settled.record(id).state).to.equal('repaid');
    await here.act('close', id, { writtenOff: true });
    expect(stateOf(id)).to.equal('closed');
  });

  describe('is put right where it was written down wrongly', () => {
    it('by two people; what was written stays in its step', async () => {
      const id = await here.loanIn('contracted');
      await here.act('disburse', id, { amount: '50000000' });
      const out = here.record(id).revision;
      await here.act('repay', id, { amount: '50000000' });
      expect(stateOf(id)).to.equal('repaid');
      const back = here.record(id).revision;
      await here.act('correct', id, { movement: back, amount: '5000000' });
      expect(stateOf(id)).to.equal('disbursed');
      const tooLittle = here.act('correct', id, { movement: out, amount: '4999999' });
      expect(await codeOf(tooLittle)).to.equal('REPAYMENT_ABOVE_BALANCE');
      const tooMuch = here.act('correct', id, { movement: out, amount: '50000001' });
      expect(await codeOf(tooMuch)).to.equal('DISBURSEMENT_ABOVE_CONTRACT');
      const nothing = await refusalOf(here.act('correct', id, { movement: 1 }));
      expect([nothing.code, nothing.details.expected]).to.deep.equal(['MOVEMENT_UNKNOWN', [out, back]]);
      const { steps } = await here.read<LoanStepPage>('loan:pageSteps', { id, limit: 200 });
      expect(steps[back]!.signed.statement).to.include({ act: 'repay', amount: '50000000' });
      expect(steps.map(({ n }) => n)).to.deep.equal(steps.map((_, n) => n));
      const first = await here.read<LoanStepPage>('loan:pageSteps', { id, limit: 2 });
      const next = await here.read<LoanStepPage>('loan:pageSteps', { id, limit: 2, cursor: first.cursor });
      expect([...first.steps, ...next.steps]).to.deep.equal(steps.slice(0, 4));
    });

    it('a payment that never was leaves the contract as it stood', async () => {
      const id = await here.loanIn('disbursed');
      const movement = here.record(id).revision;
      await here.act('correct', id, { movement, amount: '0' });
      expect(stateOf(id)).to.equal('contracted');
      await here.act('disburse', id);
      expect(stateOf(id)).to.equal('disbursed');
    });

    it('or on the wrong day', async () => {
      const id = await here.loanIn('contracted');
      await here.later(5);
      await here.act('disburse', id, { date: day(4) });
      const movement = here.record(id).revision;
      const to = (date: string): Promise<unknown> =>
        here.act('correct', id, { movement, amount: '50000000', date });
      expect(await codeOf(to(day(6)))).to.equal('MOVEMENT_DATE_OUTSIDE');
      await to(day(2));
      expect((await here.loan(id)).file.movements[0]).to.include({ date: day(2) });
    });
  });

  it('may move 240 times', async () => {
    const id = await here.loanIn('disbursed', {}, termsOf());
    const key = `lending/loan~${id}`;
    const { secrets } = here.sharing.city.ledger;
    const file = here.file(id);
    const many = Array.from({ length: 239 }, (_, i) => ({ ...file.movements[0]!, n: 1000 + i, amount: '0' }));
    secrets.set(key, JSON.stringify({ ...file, movements: [...file.movements, ...many] }));
    const full = here.act('repay', id, { receipt: random32() });
    expect(await codeOf(full)).to.equal('LOAN_HISTORY_FULL');
  });
});
