import { auditLoan, trustLogs, type TrustedLog } from '@hanlian/certificates';
import { addMonths, api, checked, dateOfInstant, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { expect } from 'chai';
import { codeOf, made } from '../../support/answers.js';
import { lastMonth, reliefFor } from '../../support/claimed.js';
import { allLevel } from '../../support/level.js';
import { LoanCity } from '../../support/loan-city.js';

const PROGRAMME = '/v1/subsidy/programmes/relief';

describe('a loan with a paid subsidy, over HTTP', function () {
  this.timeout(180_000);
  let city: LoanCity;
  let id: string;
  let period: ReturnType<typeof lastMonth>;

  before(async () => {
    city = await LoanCity.open();
  });
  after(() => city.close());

  const ask = async (by: string, path: string, body?: JsonObject): Promise<JsonObject> => {
    await allLevel(city.here.city);
    return made(await city.here.city.ask(city.here.named(by), path, body));
  };

  it('leaves a file by which an auditor finds every step right, from application to payment', async () => {
    const bank = DEPARTMENTS.bankOne.code;
    const now = Math.floor(Date.now() / 1000);
    period = lastMonth(now);
    id = await city.lent(bank, { from: period.from, until: addMonths(period.from, 12) });
    made(await city.here.city.put(city.here.named('finance-clerk'), PROGRAMME, reliefFor(period)));
    const month = dateOfInstant(now).slice(0, 7);
    await ask('finance-clerk', `${PROGRAMME}/tranches`, { bank, month, amount: '200000' });
    const claim = await ask('bank-one-officer', '/v1/subsidy/claims', {
      programme: 'relief',
      loan: id,
      period,
    });
    const approval = { programme: 'relief', bank, claims: [claim.id as string] };
    const { id: waiting } = await ask('finance-clerk', '/v1/subsidy/approvals', approval);
    await ask('finance-reviewer', `/v1/subsidy/approvals/${waiting as string}/confirm`, {});
    const { revision } = await ask('finance-clerk', `/v1/subsidy/claims/${claim.id as string}`);
    await ask('finance-clerk', `/v1/subsidy/claims/${claim.id as string}/acts`, {
      act: 'pay',
      date: dateOfInstant(now),
      payment: '国库支付 8 号',
      expectedRevision: revision as number,
    });
    await city.here.checkpoint();
    const file = checked(api.loanFileAnswer, await ask('bank-one-officer', `/v1/loans/${id}/file`));
    const { logs } = (await ask('auditor', '/v1/trust')) as unknown as { logs: TrustedLog[] };
    const audit = await auditLoan(file, { trust: trustLogs(logs) });
    expect(audit.violations).to.deep.equal([]);
    expect(audit).to.include({ state: 'disbursed', claims: 1, judged: file.steps.length });
    expect(file.claims[0]!.record.state).to.equal('paid');
  });

  it('shows its enterprise what was claimed for it and paid', async () => {
    const { claims, owed } = await city.own(id);
    expect(claims).to.have.length(1);
    expect(claims[0]).to.include({ programme: 'relief', state: 'paid', paid: true, recovered: '0' });
    expect(claims[0]!.period).to.deep.equal(period);
    expect(owed.principal).to.equal('50000000');
  });

  it('refuses a correction of what the subsidy was computed from, and loses nothing', async () => {
    const before = await city.loan(id);
    const [{ n, date }] = before.movements as unknown as [{ n: number; date: string }];
    const correction = { act: 'correct', movement: n, amount: '49000000', date, reason: '录入有误' };
    expect(codeOf(await city.byTwo(id, correction))).to.equal('LOAN_SUBSIDY_STANDS');
    expect(await city.loan(id)).to.deep.equal(before);
    expect((await city.own(id)).claims[0]).to.include({ state: 'paid' });
    // What the subsidy does not rest on goes on.
    const repaid = { act: 'repay', amount: '1000000', date: city.day(0), receipt: '还款回单', early: true };
    made(await city.act(id, repaid));
    expect((await city.own(id)).owed.principal).to.equal('49000000');
  });
});
