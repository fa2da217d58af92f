import { auditLoan, trustLogs, type TrustedLog } from '@hanlian/certificates';
import { addMonths, api, checked, dateOfInstant, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { expect } from 'chai';
import { runCity } from '../../support/city.js';
import { lastMonth, reliefFor } from '../../support/claimed.js';
import { made } from '../../support/consents.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { allLevel } from '../../support/level.js';
import { LoanCity } from '../../support/loan-city.js';

const PROGRAMME = '/v1/subsidy/programmes/relief';

describe('a loan with a paid subsidy, over HTTP', function () {
  this.timeout(180_000);
  let folder: string;
  let city: LoanCity;

  before(async () => {
    folder = await newFolder();
    city = new LoanCity(await runCity(folder, {}, { HANLIAN_CHECKPOINT_SECONDS: '1' }));
    await city.prepare();
  });
  after(async () => {
    await city.here.city.stop();
    await removeFolder(folder);
  });

  const ask = async (by: string, path: string, body?: JsonObject): Promise<JsonObject> => {
    await allLevel(city.here.city);
    return made(await city.here.city.ask(city.here.named(by), path, body));
  };

  it('leaves a file by which an auditor finds every step right, from application to payment', async () => {
    const now = Math.floor(Date.now() / 1000);
    const period = lastMonth(now);
    const bank = DEPARTMENTS.bankOne.code;
    const { id } = await city.approved();
    const terms = city.terms({ from: period.from, until: addMonths(period.from, 12) });
    made(await city.act(id, { act: 'signContract', contract: '借款合同', terms }));
    const paidOut = { amount: '50000000', date: period.from, receipt: '放款回单' };
    made(await city.act(id, { act: 'disburse', ...paidOut }));
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
});
