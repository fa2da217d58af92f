import { expect } from 'chai';
import { addDays, addMonths, dateOfInstant, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { codeOf, made } from '../../support/answers.js';
import type { Answer } from '../../support/city.js';
import { lastMonth, reliefFor } from '../../support/claimed.js';
import { LoanCity } from '../../support/loan-city.js';
import { allLevel } from '../../support/level.js';

const ONE = DEPARTMENTS.bankOne.code;
const TWO = DEPARTMENTS.bankTwo.code;
const OFFICER: Readonly<Record<string, string>> = { [ONE]: 'bank-one-officer', [TWO]: 'bank-two-officer' };
const PROGRAMME = '/v1/subsidy/programmes/relief';
const APPROVALS = '/v1/subsidy/approvals';
const CLAIMS = '/v1/subsidy/claims';

describe('what is wrong with a claim is refused by a code, and loses nothing', function () {
  this.timeout(180_000);
  let here: LoanCity;
  const now = Math.floor(Date.now() / 1000);
  const today = dateOfInstant(now);
  const period = lastMonth(now);

  const ask = async (by: string, path: string, body?: JsonObject): Promise<Answer> => {
    await allLevel(here.city);
    return here.city.ask(here.named(by), path, body);
  };
  const claimFor = (bank: string, loan: string, more: JsonObject = {}): Promise<Answer> =>
    ask(OFFICER[bank]!, CLAIMS, { programme: 'relief', loan, period, ...more });
  const claimed = async (bank: string, loan: string): Promise<string> =>
    made(await claimFor(bank, loan)).id as string;
  const claimsOf = async (bank: string): Promise<string[]> => {
    const { items } = made(await ask(OFFICER[bank]!, CLAIMS));
    return (items as { id: string }[]).map(({ id }) => id);
  };
  const proposed = async (bank: string, claim: string): Promise<string> =>
    made(await ask('finance-clerk', APPROVALS, { programme: 'relief', bank, claims: [claim] })).id as string;
  const confirm = (id: string): Promise<Answer> =>
    here.city.ask(here.named('finance-reviewer'), `${APPROVALS}/${id}/confirm`, {});
  const lent = (bank: string, collateral: string, from = period.from): Promise<string> =>
    here.lent(bank, { from, until: addMonths(from, 12), collateral });
  const loanAct = (id: string, body: JsonObject): Promise<Answer> =>
    ask(OFFICER[ONE]!, `/v1/loans/${id}/acts`, body);
  const loanOf = async (id: string): Promise<JsonObject> => made(await ask(OFFICER[ONE]!, `/v1/loans/${id}`));

  before(async () => {
    here = await LoanCity.open();
    made(await here.city.put(here.named('finance-clerk'), PROGRAMME, reliefFor(period)));
    for (const bank of [ONE, TWO]) {
      const tranche = { bank, month: today.slice(0, 7), amount: '200000' };
      made(await ask('finance-clerk', `${PROGRAMME}/tranches`, tranche));
    }
  });
  after(() => here.close());

  it('its money, its dates and a loan older than the programme; what is right is still taken', async () => {
    const loan = await lent(ONE, '420102-1');
    for (const amount of ['833.33', '-83333', '+83333', '9007199254740993', '0']) {
      const { body } = await claimFor(ONE, loan, { amount });
      expect(body, amount).to.include({ code: 'FIELD_INVALID', field: 'amount' });
    }
    expect(codeOf(await claimFor(ONE, loan, { currency: 'USD' }))).to.equal('FIELD_UNKNOWN');
    const differs = await claimFor(ONE, loan, { amount: '9007199254740992' });
    expect(differs.body).to.include({ code: 'CLAIM_AMOUNT_DIFFERS', field: 'amount' });
    const before = { from: '2025-12-01', to: '2025-12-31' };
    expect(codeOf(await claimFor(ONE, loan, { period: before }))).to.equal('PROGRAMME_NOT_IN_FORCE');
    const other = { from: period.from, to: addDays(period.to, -1) };
    expect(codeOf(await claimFor(ONE, loan, { period: other }))).to.equal('CLAIM_NOT_ELIGIBLE');
    const older = await lent(ONE, '420102-2', addDays(period.from, -1));
    expect(codeOf(await claimFor(ONE, older))).to.equal('LOAN_BEFORE_PROGRAMME');

    expect(await claimsOf(ONE)).to.deep.equal([]);
    const right = made(await claimFor(ONE, loan, { amount: differs.body.expected as string }));
    expect(right).to.include({ state: 'claimed', amount: differs.body.expected });
  });

  it('a loan that is closed: its book stays, and no claim is made', async () => {
    const loan = await lent(ONE, '420102-3');
    const before = await claimsOf(ONE);
    const back = { amount: '50000000', date: today, receipt: '还款回单', early: true };
    made(await loanAct(loan, { act: 'repay', ...back }));
    made(await loanAct(loan, { act: 'close', writtenOff: false, text: '结清' }));
    const closed = await loanOf(loan);
    const refused = await claimFor(ONE, loan);
    expect(refused.body).to.include({ code: 'CLAIM_LOAN_STATE', received: 'closed' });
    expect(await claimsOf(ONE)).to.deep.equal(before);
    expect(await loanOf(loan)).to.deep.equal(closed);
  });

  it('one thing claimed for at two banks and decided at once: one is approved, neither sees the other', async () => {
    const banks = [ONE, TWO] as const;
    const claims: string[] = [];
    for (const bank of banks) claims.push(await claimed(bank, await lent(bank, '420102-4')));
    const waiting = [await proposed(ONE, claims[0]!), await proposed(TWO, claims[1]!)];
    await allLevel(here.city);
    const decided = await Promise.all(waiting.map(confirm));
    const [won, lost] = decided[0]!.status === 200 ? ([0, 1] as const) : ([1, 0] as const);
    expect(decided[won]!.body).to.include({ state: 'approved' });
    expect(codeOf(decided[lost]!)).to.equal('SUBSIDY_ALREADY_GRANTED');
    const refusal = { act: 'refuse', reasons: ['duplicate'], text: '已在他行贴息' };
    made(await ask('finance-clerk', `${CLAIMS}/${claims[lost]!}/acts`, refusal));
    for (const [i, bank] of banks.entries()) {
      const own = made(await ask(OFFICER[bank]!, `${CLAIMS}/${claims[i]!}`));
      expect(own.state).to.equal(i === won ? 'approved' : 'refused');
      expect(JSON.stringify(own)).not.to.include(banks[1 - i]!);
      expect(codeOf(await ask(OFFICER[bank]!, `${CLAIMS}/${claims[1 - i]!}`))).to.equal('CLAIM_UNKNOWN');
      expect(await claimsOf(bank)).not.to.include(claims[1 - i]);
    }
  });

  it('a movement put right under a subsidy that was paid: first the money comes back', async () => {
    const loan = await lent(ONE, '420102-5');
    const claim = await claimed(ONE, loan);
    made(await confirm(await proposed(ONE, claim)));
    made(
      await ask('finance-clerk', `${CLAIMS}/${claim}/acts`, {
        act: 'pay',
        date: today,
        payment: '国库支付 9',
      }),
    );
    const before = await loanOf(loan);
    const [{ n }] = before.movements as [{ n: number }];
    const wrong = { act: 'correct', movement: n, amount: '40000000', date: period.from, reason: '录入有误' };
    const byTwo = async (): Promise<Answer> => {
      const { id } = made(await loanAct(loan, wrong));
      return ask('bank-one-reviewer', `/v1/tasks/${id as string}/approve`, {});
    };
    expect(codeOf(await byTwo())).to.equal('LOAN_SUBSIDY_STANDS');
    expect(await loanOf(loan)).to.deep.equal(before);

    const { amount } = made(await ask('finance-clerk', `${CLAIMS}/${claim}`));
    const recover = { act: 'recover', amount: amount as string, reasons: ['mistake'], text: '台账更正' };
    made(await ask('finance-clerk', `${CLAIMS}/${claim}/acts`, recover));
    made(await byTwo());
    expect((await loanOf(loan)).book).to.include({ balance: '40000000' });
  });
});
