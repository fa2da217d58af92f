import { auditLoan, trustLogs, type TrustedLog } from '@hanlian/certificates';
import { expect } from 'chai';
import {
  api,
  checked,
  signedCommitment,
  requireRecord,
  parseCheckpoint,
  parseNote,
  type JsonObject,
  type LoanFileAnswer,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { made } from '../../support/answers.js';
import { APPROVAL, LoanCity, saltedText } from '../../support/loan-city.js';
import { eventually } from '../../support/eventually.js';

describe('a loan, from application to closure over HTTP', function () {
  this.timeout(180_000);
  let city: LoanCity;
  let id: string;

  before(async () => {
    city = await LoanCity.open();
  });
  after(() => city.close());

  const state = async (): Promise<unknown> => (await city.loan(id)).state;

  it('is applied for at the bureau’s portal, which passes it on to the bank’s hub', async () => {
    const statement = city.application();
    ({ id } = statement);
    const receipt = made(await city.apply(statement));
    expect(receipt).to.include({ id, state: 'submitted', revision: 0 });
    // Handed in once more it is the same application.
    expect(made(await city.apply(statement, 'bank')).transactionId).to.equal(receipt.transactionId);
    const loan = await city.loan(id);
    expect(loan).to.include({
      enterprise: city.here.enterprise.code,
      amount: '50000000',
      state: 'submitted',
    });
  });

  it('is told to its bank, and listed for it alone', async () => {
    await eventually(async () => {
      const { items } = made(
        await city.here.city.ask(city.here.named('bank-one-officer'), '/v1/events?limit=200'),
      );
      const told = (items as JsonObject[]).filter(({ type }) => type === 'loan.changed');
      expect(told.map(({ data }) => (data as JsonObject).operation)).to.include('loan.apply');
    });
    const listed = async (by: string, query = ''): Promise<unknown[]> => {
      const { items } = made(await city.here.city.ask(city.here.named(by), `/v1/loans${query}`));
      return (items as JsonObject[]).map((one) => one.id);
    };
    expect(await listed('bank-one-officer')).to.deep.equal([id]);
    expect(await listed('bank-one-officer', '?state=closed')).to.deep.equal([]);
    expect(await listed('bank-two-officer')).to.deep.equal([]);
  });

  it('is reviewed on a report pulled for it, with a question and an answer', async () => {
    const consent = await city.consented();
    made(await city.act(id, { act: 'authorize', consent }));
    const { commitment } = await city.loan(id);
    const pull = await city.pulled(consent, commitment as string);
    made(await city.act(id, { act: 'bindReport', ...pull }));
    made(await city.act(id, { act: 'startReview' }));
    made(await city.act(id, { act: 'askInfo', question: '请补充上年度纳税情况' }));
    // The enterprise reads the question by its signature, at the bureau's portal, and answers it.
    const asked = await city.own(id);
    expect(asked).to.include({ state: 'needInfo', revision: 4 });
    expect(asked.steps.at(-1)).to.include({ act: 'askInfo', by: 'bank', text: '请补充上年度纳税情况' });
    const { answer, digest } = saltedText('上年度纳税 120 万元');
    made(await city.state(id, 'answerInfo', { answer: digest }, { answer }));
    expect(await state()).to.equal('underReview');
    const answered = (await city.own(id)).steps.at(-1);
    expect(answered).to.include({ act: 'answerInfo', by: 'enterprise', text: '上年度纳税 120 万元' });
  });

  it('is approved by two officers, and not by one twice', async () => {
    const { here } = city;
    const task = made(await city.act(id, APPROVAL));
    expect(task).to.include({ state: 'waiting', operation: 'loan' });
    const path = `/v1/tasks/${task.id as string}/approve`;
    expect((await here.city.ask(here.named('bank-one-officer'), path, {})).body.code).to.equal(
      'SAME_PERSON_TWICE',
    );
    expect((await here.city.ask(here.named('bank-two-officer'), path, {})).status).to.equal(404);
    made(await here.city.ask(here.named('bank-one-reviewer'), path, {}));
    const loan = await city.loan(id);
    expect(loan.state).to.equal('approved');
    expect((loan.steps as JsonObject[]).at(-1)!.officers).to.deep.equal(['B101', 'B102']);
  });

  it('is contracted, paid out in parts, paid back, put right and closed', async () => {
    made(await city.act(id, { act: 'signContract', contract: '借款合同 118 号', terms: city.terms() }));
    const move = (act: string, amount: string, more: object = {}): Promise<JsonObject> =>
      city.act(id, { act, amount, date: city.day(0), receipt: `回单 ${amount}`, ...more }).then(made);
    await move('disburse', '30000000');
    await move('disburse', '20000000');
    await move('repay', '10000000', { early: true });
    expect((await city.loan(id)).book).to.deep.equal({
      disbursed: '50000000',
      repaid: '10000000',
      balance: '40000000',
    });
    const since = city.day(0);
    made(await city.act(id, { act: 'declareOverdue', since, arrears: '1000000' }));
    const { date, ...owed } = (await city.own(id)).owed;
    expect(owed).to.deep.equal({ principal: '40000000', overdue: { since, arrears: '1000000' } });
    expect(date).to.be.oneOf([since, city.day(0)]);
    made(await city.act(id, { act: 'cureOverdue', date: city.day(0) }));
    expect((await city.own(id)).owed).to.not.have.property('overdue');
    const { n } = ((await city.loan(id)).movements as JsonObject[]).at(-1)!;
    const correction = {
      act: 'correct',
      movement: n,
      amount: '9000000',
      date: city.day(0),
      reason: '录入有误',
    };
    made(await city.byTwo(id, correction));
    await move('repay', '41000000', { early: true });
    expect(await state()).to.equal('repaid');
    made(await city.act(id, { act: 'close', writtenOff: false, text: '结清' }));
    expect(await state()).to.equal('closed');
  });

  it('is shown to its enterprise to the end: reasons, terms, money, and no names of officers', async () => {
    const own = await city.own(id);
    const said = Object.fromEntries(own.steps.map(({ act, text, reasons }) => [act, { text, reasons }]));
    expect(said.approve).to.deep.equal({ text: APPROVAL.text, reasons: APPROVAL.reasons });
    expect(said.correct!.text).to.equal('录入有误');
    expect(said.startReview!.text).to.equal(undefined);
    expect(own.terms).to.deep.equal((await city.loan(id)).terms);
    expect(own.terms).to.include({ amount: '50000000', rate: 435 });
    expect(own.movements.map(({ kind, amount }) => [kind, amount])).to.deep.equal([
      ['disbursement', '30000000'],
      ['disbursement', '20000000'],
      ['repayment', '9000000'],
      ['repayment', '41000000'],
    ]);
    expect(own.owed.principal).to.equal('0');
    // All but names, words and claims is what the bank sees.
    const { steps } = await city.loan(id);
    expect(own.steps.map(({ transactionId }) => transactionId)).to.deep.equal(
      (steps as JsonObject[]).map(({ transactionId }) => transactionId),
    );
    expect(JSON.stringify(own)).to.not.include('B102');
  });

  it('leaves a file in which every step is proven, and every text has the digest that was signed', async () => {
    await city.here.checkpoint();
    const { here } = city;
    const file = made(
      await here.city.ask(here.named('bank-one-officer'), `/v1/loans/${id}/file`),
    ) as unknown as LoanFileAnswer;
    const root = parseCheckpoint(parseNote(file.proof.checkpoint).text).mapRoot!;
    for (const proof of file.proof.records) requireRecord(nodeHashes.sha256, root, proof);
    expect(file.proof.records).to.have.length(file.steps.length + 1);
    file.steps.forEach(({ step, signed, n }, i) => {
      expect(JSON.parse(file.proof.records[i + 1]!.value!)).to.deep.equal(step);
      expect(signedCommitment(nodeHashes.sha256, signed)).to.equal(step.commitment);
      expect(n).to.equal(i);
    });
    const acts = file.steps.map(({ step }) => step.act);
    expect(acts.slice(0, 4)).to.deep.equal(['apply', 'authorize', 'bindReport', 'startReview']);
    const [applied, , bound] = file.steps;
    expect(applied!.certificates![0]!.verdict).to.equal('VALID');
    expect(applied!.evidence!.records.length).to.be.at.least(4);
    expect(bound!.report).to.have.property('id');
    for (const { evidence, checkpoint } of file.steps) {
      const { mapRoot } = parseCheckpoint(parseNote(checkpoint!).text);
      for (const proof of evidence!.records) requireRecord(nodeHashes.sha256, mapRoot!, proof);
    }
  });

  it('which an auditor replays without a line, and finds right from application to closure', async () => {
    const { here } = city;
    const ask = async (by: string, path: string): Promise<JsonObject> =>
      made(await here.city.ask(here.named(by), path));
    const file = checked(api.loanFileAnswer, await ask('bank-one-officer', `/v1/loans/${id}/file`));
    const { logs } = (await ask('auditor', '/v1/trust')) as unknown as { logs: TrustedLog[] };
    const { violations, judged, state: seen } = await auditLoan(file, { trust: trustLogs(logs) });
    expect(violations).to.deep.equal([]);
    expect([judged, seen]).to.deep.equal([file.steps.length, 'closed']);
    const disbursed = file.steps.find(({ step }) => step.act === 'disburse')!;
    Object.assign(disbursed.text!, { text: '另一张回单' });
    expect((await auditLoan(file, { trust: trustLogs(logs) })).violations).to.deep.equal([
      { code: 'TEXT_ALTERED', step: disbursed.n, field: 'receipt' },
    ]);
  });
});
