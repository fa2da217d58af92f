import { expect } from 'chai';
import { generateUscc, type JsonObject } from '@hanlian/chaincode/domain';
import { omit } from '@hanlian/gateway/omit';
import { codeOf, made } from '../../support/answers.js';
import type { Answer } from '../../support/city.js';
import { random16 } from '../../support/contracts/people.js';
import { Holder } from '../../support/contracts/sharing.js';
import { APPROVAL, BANK, LoanCity, OTHER_BANK } from '../../support/loan-city.js';

const OTHER_ENTERPRISE = generateUscc({
  department: '9',
  kind: '1',
  region: '420100',
  organisation: '00000779',
});
const basis = { law: '行政许可法第七十条', document: '示例撤〔2026〕1号' };

describe('what is wrong with a loan is refused by a code, and loses nothing', function () {
  this.timeout(180_000);
  let city: LoanCity;

  before(async () => {
    city = await LoanCity.open();
  });
  after(() => city.close());

  const move = (id: string, act: string, amount: string, more: object = {}): Promise<Answer> =>
    city.act(id, { act, amount, date: city.day(0), receipt: '回单', ...more });
  const repay = (id: string, amount: string, more: object = {}): Promise<Answer> =>
    move(id, 'repay', amount, { early: true, ...more });

  it('an application: its money, its currency, its signature, its bank, its certificates', async () => {
    for (const amount of ['500.50', '-50000000', '+1', '9007199254740993', '0']) {
      expect(codeOf(await city.apply(city.application({ amount }))), amount).to.equal('FIELD_INVALID');
    }
    expect(codeOf(await city.apply(city.application({ currency: 'USD' as 'CNY' })))).to.equal(
      'FIELD_INVALID',
    );
    expect(codeOf(await city.apply(city.application({ amount: '100000001' })))).to.equal(
      'LOAN_OUTSIDE_TERMS',
    );
    expect(codeOf(await city.apply(city.application({ product: 'no-such' })))).to.equal('PRODUCT_UNKNOWN');
    const { enterprise } = city.here;
    expect(codeOf(await city.apply(city.application({ bank: enterprise.code })))).to.equal('NOT_A_BANK');
    const statement = city.application();
    const forged = { ...statement, amount: '60000000' };
    const { documents } = city.cited();
    const taken = await city.apply(statement, 'bureau', { statement: forged });
    expect(codeOf(taken)).to.equal('SIGNATURE_INVALID');
    const changed = [{ ...documents[0], v: 'other' }];
    expect(codeOf(await city.apply(statement, 'bureau', { documents: changed }))).to.equal('FIELD_INVALID');
    expect(codeOf(await city.here.city.ask('bureau', `/v1/loan-standings/${statement.id}`))).to.equal(
      'LOAN_UNKNOWN',
    );
    // What was right all along is still taken.
    made(await city.apply(statement));
    expect(codeOf(await city.apply({ ...statement, intent: random16() }))).to.equal('STALE');
  });

  it('a report of another application, and a consent to another bank', async () => {
    const first = await city.applied();
    const other = await city.applied();
    const consent = await city.consented();
    const foreign = city.here.statement({ recipient: OTHER_BANK });
    made(await city.here.give(foreign));
    expect(codeOf(await city.act(first, { act: 'authorize', consent: foreign.id }))).to.equal(
      'CONSENT_OF_ANOTHER',
    );
    made(await city.act(first, { act: 'authorize', consent }));
    const pull = await city.pulled(consent, (await city.loan(other)).commitment as string);
    expect(codeOf(await city.act(first, { act: 'bindReport', ...pull }))).to.equal('REPORT_OF_ANOTHER');
    const own = await city.pulled(consent, (await city.loan(first)).commitment as string);
    made(await city.act(first, { act: 'bindReport', ...own }));
  });

  it('a contract after the consent was withdrawn, and after a certificate was annulled', async () => {
    const { id, consent } = await city.approved();
    made(await city.here.act(consent, 'withdraw', 0));
    const sign = { act: 'signContract', contract: '合同', terms: city.terms() };
    expect(codeOf(await city.act(id, sign))).to.equal('CONSENT_WITHDRAWN');
    expect((await city.loan(id)).state).to.equal('approved');

    const { id: second } = await city.underReview();
    const clerk = city.here.named('market-clerk');
    made(await city.here.city.ask(clerk, `/v1/licenses/${city.licence}/annul`, { basis }));
    const decided = await city.byTwo(second, APPROVAL);
    expect(codeOf(decided)).to.equal('LOAN_CERTIFICATE_NOT_VALID');
    // Decided against it may be.
    made(await city.byTwo(second, { act: 'reject', reasons: ['certificateAnnulled'], text: '证照已撤销' }));
    expect((await city.loan(second)).state).to.equal('rejected');
    expect(codeOf(await city.apply(city.application()))).to.equal('LOAN_CERTIFICATE_NOT_VALID');
    await city.show();
  });

  it('more paid out than agreed, more paid back than owed, and acts out of their order', async () => {
    const id = await city.contracted();
    expect(codeOf(await move(id, 'disburse', '50000001'))).to.equal('DISBURSEMENT_ABOVE_CONTRACT');
    expect(codeOf(await move(id, 'disburse', '1', { date: city.day(1) }))).to.equal('MOVEMENT_DATE_OUTSIDE');
    expect(codeOf(await move(id, 'disburse', '12.5'))).to.equal('FIELD_INVALID');
    expect(codeOf(await city.act(id, { act: 'startReview' }))).to.equal('LOAN_ACT_IMPOSSIBLE');
    expect(codeOf(await city.state(id, 'withdraw'))).to.equal('LOAN_ACT_IMPOSSIBLE');
    made(await move(id, 'disburse', '50000000'));
    expect(codeOf(await repay(id, '50000001'))).to.equal('REPAYMENT_ABOVE_BALANCE');
    const stale = {
      act: 'repay',
      amount: '1',
      date: city.day(0),
      receipt: '回单',
      early: true,
      expectedRevision: 3,
    };
    expect(codeOf(await city.act(id, stale))).to.equal('STALE');
    const close = { act: 'close', writtenOff: false, text: '结清' };
    expect(codeOf(await city.act(id, close))).to.equal('LOAN_ACT_IMPOSSIBLE');
    expect((await city.loan(id)).book).to.include({ balance: '50000000' });
  });

  it('a correction that would leave more paid back than owed, or that one officer makes alone', async () => {
    const id = await city.contracted();
    made(await move(id, 'disburse', '50000000'));
    made(await repay(id, '20000000'));
    const [paid] = (await city.loan(id)).movements as JsonObject[];
    const wrong = {
      act: 'correct',
      movement: paid!.n,
      amount: '10000000',
      date: city.day(0),
      reason: '录入有误',
    };
    const task = made(await city.act(id, wrong));
    expect(task.state).to.equal('waiting');
    expect((await city.loan(id)).revision).to.equal(7);
    const reviewed = await city.byTwo(id, wrong);
    expect(codeOf(reviewed)).to.equal('REPAYMENT_ABOVE_BALANCE');
    const nothing = { ...wrong, movement: 3 };
    expect(codeOf(await city.byTwo(id, nothing))).to.equal('MOVEMENT_UNKNOWN');
    expect((await city.loan(id)).book).to.include({ balance: '30000000' });
  });

  it('a question of another enterprise, which learns no more than of a loan that there is not', async () => {
    const id = await city.applied();
    const other = new Holder(OTHER_ENTERPRISE);
    const unbound = new Holder(other.code);
    await city.here.bind(other);
    const told = async (answer: Promise<Answer>): Promise<JsonObject> => {
      const { status, body } = await answer;
      expect(status).to.equal(404);
      return omit(body, 'requestId', 'instance');
    };
    const foreign = await told(city.view(city.question(id, { key: other.keyId }), other));
    expect(foreign.code).to.equal('LOAN_UNKNOWN');
    const nowhere = city.question(random16(), { key: other.keyId });
    expect(await told(city.view(nowhere, other))).to.deep.equal(foreign);
    expect(await told(city.view(city.question(id, { bank: OTHER_BANK })))).to.deep.equal(foreign);
    const ofUnbound = city.question(id, { key: unbound.keyId });
    expect(codeOf(await city.view(ofUnbound, unbound))).to.equal('HOLDER_KEY_NOT_BOUND');
    expect(codeOf(await city.view(city.question(id), other))).to.equal('SIGNATURE_INVALID');
    const elsewhere = city.question(id, { bank: other.code });
    expect(codeOf(await city.view(elsewhere))).to.equal('NOT_A_BANK');
  });

  // Whoever had a loan's id off the channel learnt its bank: with a key of nobody, that bank alone gave another answer.
  it('a statement of another enterprise, by whose answer nobody learns which bank has the loan', async () => {
    const id = await city.applied();
    const other = new Holder(OTHER_ENTERPRISE);
    const unbound = new Holder(other.code);
    await city.here.bind(other);
    const places = [
      [id, BANK],
      [id, OTHER_BANK],
      [random16(), BANK],
    ] as const;
    const told = (by: Holder): Promise<JsonObject[]> =>
      Promise.all(
        places.map(async ([loan, bank]) => {
          const withdraw = { act: 'withdraw', revision: 0 };
          const { status, body } = await city.stated(loan, withdraw, { bank }, by);
          return { httpStatus: status, ...omit(body, 'requestId', 'instance') };
        }),
      );
    const [first, ...others] = await told(other);
    expect(first).to.include({ httpStatus: 404, code: 'LOAN_UNKNOWN' });
    expect(others).to.deep.equal([first, first]);
    const [without, ...alike] = await told(unbound);
    expect(without).to.include({ code: 'HOLDER_KEY_NOT_BOUND' });
    expect(alike).to.deep.equal([without, without]);
    expect(await city.loan(id)).to.include({ state: 'submitted', revision: 0 });
  });

  it('a question that is stale, or was answered before, at whatever hub', async () => {
    const id = await city.applied();
    for (const seconds of [-1000, 1000]) {
      const stale = city.question(id, { issuedAt: city.now + seconds });
      expect(codeOf(await city.view(stale))).to.equal('STATEMENT_OUT_OF_TIME');
    }
    const question = city.question(id);
    made(await city.view(question));
    for (const hub of ['bureau', 'bank'] as const) {
      expect(codeOf(await city.view(question, city.here.enterprise, hub))).to.equal('STATEMENT_REPLAYED');
    }
    const another = city.question(id);
    made(await city.view(another, city.here.enterprise, 'bank'));
    expect(codeOf(await city.view(another))).to.equal('STATEMENT_REPLAYED');
  });

  it('an Idempotency-Key stands for one act, also when it is used twice at once', async () => {
    const id = await city.contracted();
    const key = random16();
    const body = { act: 'disburse', amount: '10000000', date: city.day(0), receipt: '回单' };
    const both = await Promise.all([1, 2].map(() => city.act(id, body, 'bank-one-officer', key)));
    const [one, other] = both.map(made);
    expect(one!.transactionId).to.equal(other!.transactionId);
    const otherwise = await city.act(id, { ...body, amount: '2' }, 'bank-one-officer', key);
    expect(codeOf(otherwise)).to.equal('IDEMPOTENCY_KEY_REUSED');
    expect((await city.loan(id)).book).to.include({ disbursed: '10000000' });
  });

  // Each was kept with a salt of its own, one over the other: the bank had no paper of what the ledger had taken.
  it('an application that comes several times at once is one, and its bank has what took effect', async () => {
    const statement = city.application();
    const { id } = statement;
    const hubs = ['bank', 'bureau', 'bank', 'bureau'] as const;
    const receipts = (await Promise.all(hubs.map((hub) => city.apply(statement, hub)))).map(made);
    for (const receipt of receipts) expect(receipt).to.deep.equal(receipts[0]);
    const path = `/v1/loans/${id}/file`;
    const { steps } = made(await city.here.city.ask(city.here.named('bank-one-officer'), path));
    const [applied] = steps as [JsonObject];
    expect(applied).to.include.keys('certificates', 'evidence', 'checkpoint');
    expect(made(await city.state(id, 'withdraw'))).to.include({ state: 'withdrawn' });
  });

  // Sent again once the loan had moved on, an application was proven anew, which rewrote what its bank's file rests on, and
  // then refused as stale.
  it('what took effect before and is sent again is answered as then, and leaves its evidence as it was', async () => {
    const statement = city.application();
    const { id } = statement;
    const receipt = made(await city.apply(statement));
    const consent = await city.consented();
    const key = random16();
    const authorized = made(await city.act(id, { act: 'authorize', consent }, 'bank-one-officer', key));
    const { commitment } = await city.loan(id);
    const pull = await city.pulled(consent, commitment as string);
    made(await city.act(id, { act: 'bindReport', ...pull }));
    const evidence = async (): Promise<unknown> => {
      const path = `/v1/loans/${id}/file`;
      const { steps } = made(await city.here.city.ask(city.here.named('bank-one-officer'), path));
      return (steps as JsonObject[]).map((step) => [step.evidence, step.checkpoint]);
    };
    const before = await evidence();
    const again = await city.act(id, { act: 'authorize', consent }, 'bank-one-officer', key);
    expect([made(await city.apply(statement)), made(again)]).to.deep.equal([receipt, authorized]);
    expect(await evidence()).to.deep.equal(before);
  });
});
