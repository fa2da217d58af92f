import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { addMonths, dateOfInstant, formatInstant, type JsonObject } from '@hanlian/chaincode/domain';
import { indexFolder } from '@hanlian/gateway/places';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { codeOf, made } from '../support/answers.js';
import type { Answer } from '../support/city.js';
import { lastMonth, reliefFor } from '../support/claimed.js';
import { random16 } from '../support/contracts/people.js';
import { LoanCity } from '../support/loan-city.js';
import { allLevel } from '../support/level.js';

const ONE = DEPARTMENTS.bankOne.code;
const TWO = DEPARTMENTS.bankTwo.code;
const OFFICER: Readonly<Record<string, string>> = { [ONE]: 'bank-one-officer', [TWO]: 'bank-two-officer' };
const PROGRAMME = '/v1/subsidy/programmes/relief';
const CLAIMS = '/v1/subsidy/claims';

describe('interest subsidies over HTTP, between two banks and the finance office', function () {
  this.timeout(180_000);
  let here: LoanCity;
  const today = dateOfInstant(Math.floor(Date.now() / 1000));
  const month = today.slice(0, 7);
  const period = lastMonth(Math.floor(Date.now() / 1000));

  const ask = (by: string, path: string, body?: JsonObject, key = random16()): Promise<Answer> =>
    here.city.ask(here.named(by), path, body, key);
  const claimFor = async (bank: string, loan: string, more: JsonObject = {}): Promise<Answer> => {
    await allLevel(here.city);
    return ask(OFFICER[bank]!, CLAIMS, { programme: 'relief', loan, period, ...more });
  };
  const claimed = async (bank: string, loan: string): Promise<string> => {
    const { id } = made(await claimFor(bank, loan));
    await allLevel(here.city);
    return id as string;
  };
  const proposed = (bank: string, claims: readonly string[]): Promise<Answer> =>
    ask('finance-clerk', '/v1/subsidy/approvals', { programme: 'relief', bank, claims: [...claims] });
  const confirm = (id: unknown, by = 'finance-reviewer'): Promise<Answer> =>
    ask(by, `/v1/subsidy/approvals/${id as string}/confirm`, {});
  const approve = async (bank: string, claims: readonly string[]): Promise<Answer> => {
    const answer = await proposed(bank, claims);
    return answer.status === 201 ? confirm(answer.body.id) : answer;
  };
  const act = (by: string, claim: string, body: JsonObject, key = random16()): Promise<Answer> =>
    ask(by, `${CLAIMS}/${claim}/acts`, body, key);
  const claimOf = async (by: string, id: string): Promise<JsonObject> =>
    made(await ask(by, `${CLAIMS}/${id}`));
  const lent = (bank: string, collateral: string): Promise<string> =>
    here.lent(bank, { from: period.from, until: addMonths(period.from, 12), collateral });
  const reconciled = async (): Promise<JsonObject> =>
    made(await ask('finance-clerk', `${PROGRAMME}/reconciliation`));
  /** What 500,000 yuan at 2 % come to in the period, in 分. */
  const due = String(Math.floor((50_000_000 * 200 * Number(period.to.slice(8))) / (10_000 * 360)));

  before(async () => {
    here = await LoanCity.open();
    const put = made(await here.city.put(here.named('finance-clerk'), PROGRAMME, reliefFor(period)));
    expect(put).to.include({ id: 'relief', inForce: true, office: DEPARTMENTS.finance.code });
    for (const bank of [ONE, TWO]) {
      const tranche = { bank, month, amount: '200000' };
      expect(made(await ask('finance-clerk', `${PROGRAMME}/tranches`, tranche))).to.include({
        left: '200000',
        state: 'open',
      });
    }
  });
  after(() => here.close());

  it('is paid once for one collateral: the second bank is refused, and learns nothing of the first', async () => {
    const loans = [await lent(ONE, '420102-1'), await lent(TWO, '420102-1')] as const;
    const key = random16();
    const body = { programme: 'relief', loan: loans[0], period };
    await allLevel(here.city);
    const first = made(await ask(OFFICER[ONE]!, CLAIMS, body, key));
    expect(first).to.include({ state: 'claimed', amount: due, bank: ONE });
    expect(made(await ask(OFFICER[ONE]!, CLAIMS, body, key))).to.deep.equal(first);
    expect(codeOf(await ask(OFFICER[ONE]!, CLAIMS, { ...body, amount: '1' }, key))).to.equal(
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect(codeOf(await claimFor(ONE, loans[0]))).to.equal('CLAIM_STANDS');
    const mine = first.id as string;
    const other = await claimed(TWO, loans[1]);
    // It was taken, with its amount counted twice, and could never be confirmed.
    expect(codeOf(await proposed(ONE, [mine, mine]))).to.equal('SUBSIDY_ALREADY_GRANTED');

    const waiting = made(await proposed(ONE, [mine]));
    expect(waiting).to.include({ state: 'waiting', amount: due });
    expect(codeOf(await confirm(waiting.id, 'finance-clerk'))).to.equal('SAME_PERSON_TWICE');
    expect(made(await confirm(waiting.id))).to.include({ state: 'approved' });
    expect(await claimOf('finance-clerk', other)).to.include({ taken: true });
    const refused = await approve(TWO, [other]);
    expect(refused.body).to.include({ code: 'SUBSIDY_ALREADY_GRANTED', field: 'claims[0]' });
    made(await act('finance-clerk', other, { act: 'refuse', reasons: ['duplicate'], text: '已在他行贴息' }));

    await allLevel(here.city);
    const told = await claimOf(OFFICER[TWO]!, other);
    expect(told).to.include({ state: 'refused' });
    expect(told).not.to.have.any.keys('taken', 'nullifier');
    expect(JSON.stringify(told)).not.to.include(ONE).and.not.to.include(mine);
    expect(codeOf(await ask(OFFICER[TWO]!, `${CLAIMS}/${mine}`))).to.equal('CLAIM_UNKNOWN');
    const { items } = made(await ask(OFFICER[TWO]!, CLAIMS));
    expect((items as { bank: string }[]).map(({ bank }) => bank)).to.deep.equal([TWO]);
    expect(codeOf(await claimFor(TWO, loans[0]))).to.equal('LOAN_UNKNOWN');
  });

  it('never goes beyond the tranche, by two approvals at once either; what is paid and recovered adds up', async () => {
    const claims: string[] = [];
    for (const collateral of ['420102-2', '420102-3'])
      claims.push(await claimed(ONE, await lent(ONE, collateral)));
    const waiting = await Promise.all(claims.map(async (id) => made(await proposed(ONE, [id])).id));
    const raced = await Promise.all(waiting.map((id) => confirm(id)));
    const [done, other] = raced[0]!.status === 200 ? [0, 1] : [1, 0];
    expect(raced[done]!.body).to.include({ state: 'approved' });
    expect(raced[other]!.body).to.include({ code: 'TRANCHE_EXHAUSTED' });

    const paid = claims[done]!;
    const pay = { act: 'pay', date: today, payment: '国库支付 2026-0001' };
    const key = random16();
    const payment = made(await act('finance-clerk', paid, pay, key));
    expect(payment).to.include({ state: 'paid', paid: true });
    expect(made(await act('finance-clerk', paid, pay, key))).to.deep.equal(payment);
    expect(codeOf(await act('finance-clerk', paid, pay))).to.equal('CLAIM_ACT_IMPOSSIBLE');
    const recover = { act: 'recover', amount: '1000', reasons: ['mistake'], text: '多付' };
    expect(made(await act('finance-clerk', paid, recover))).to.include({ state: 'paid', recovered: '1000' });
    expect(codeOf(await act('finance-clerk', paid, { ...recover, amount: due }))).to.equal(
      'RECOVERY_ABOVE_GRANT',
    );
    expect(await reconciled()).to.deep.include({
      differences: [],
      totals: {
        budget: '1000000',
        allocated: '400000',
        granted: String(2 * Number(due)),
        paid: due,
        recovered: '1000',
        left: '600000',
      },
    });
    const { steps } = await claimOf('finance-clerk', paid);
    expect((steps as JsonObject[]).map((step) => [step.act, step.text])).to.deep.equal([
      ['claim', undefined],
      ['approve', undefined],
      ['pay', '国库支付 2026-0001'],
      ['recover', '多付'],
    ]);
  });

  // An unknown cursor was answered with the first page, over which a client goes round for ever.
  it('lists its tranches page by page, and takes no cursor it never gave', async () => {
    const tranches = `${PROGRAMME}/tranches?limit=1`;
    const first = made(await ask('finance-clerk', tranches));
    const second = made(await ask('finance-clerk', `${tranches}&cursor=${first.next as string}`));
    const banks = [first, second].flatMap(({ items }) => (items as JsonObject[]).map(({ bank }) => bank));
    expect(banks).to.have.members([ONE, TWO]);
    expect(second).not.to.have.property('next');
    expect((await ask('finance-clerk', `${tranches}&cursor=${random16()}`)).body).to.include({
      code: 'FIELD_INVALID',
      field: 'cursor',
    });
  });

  it('returns what a tranche has left when it is closed, and approves nothing out of it any more', async () => {
    const close = { bank: ONE, month };
    expect(made(await ask('finance-clerk', `${PROGRAMME}/tranches/close`, close))).to.include({
      state: 'closed',
    });
    expect(codeOf(await ask('finance-clerk', `${PROGRAMME}/tranches/close`, close))).to.equal(
      'TRANCHE_CLOSED',
    );
    const { totals, differences } = (await reconciled()) as unknown as {
      totals: Record<string, string>;
      differences: unknown[];
    };
    expect(differences).to.deep.equal([]);
    expect(totals.allocated).to.equal(String(200_000 + 2 * Number(due) - 1000));
    const { items } = made(await ask('finance-clerk', `${CLAIMS}?state=claimed`));
    const [left] = (items as { id: string }[]).map(({ id }) => id);
    expect(codeOf(await approve(ONE, [left!]))).to.equal('TRANCHE_CLOSED');
    made(await act(OFFICER[ONE]!, left!, { act: 'withdraw' }));
  });

  it('is counted: for the office over both banks, few loans withheld, for a bank its own; and the same once all is read anew from the blocks', async () => {
    const asOf = formatInstant(Math.floor(Date.now() / 1000));
    const path = `/v1/loan-statistics?from=${period.from}&until=${today}&by=bank&asOf=${asOf}`;
    const told = made(await ask('finance-clerk', path));
    expect(told).to.deep.include({
      leastLoans: 3,
      channel: { applications: 4, approvals: 4, rejections: 0 },
    });
    expect(told.total).to.include({
      applications: 4,
      approvals: 4,
      disbursed: '200000000',
      overdue: 0,
      subsidyPaid: null,
    });
    const shown = (told.rows as JsonObject[]).map(({ key, applications }) => [key, applications]);
    expect(shown).to.deep.equal([ONE, TWO].sort().map((bank) => [bank, null]));
    const own = made(await ask(OFFICER[ONE]!, path));
    expect(own).not.to.have.property('leastLoans');
    expect(own.total).to.include({
      applications: 3,
      disbursed: '150000000',
      subsidyApproved: String(2 * Number(due)),
      subsidyPaid: due,
      subsidyRecovered: '1000',
    });
    const earlier = made(await ask(OFFICER[ONE]!, path.replace(/asOf=.*/, 'asOf=2026-01-01')));
    expect(earlier.total).to.include({ applications: 0, disbursed: '0', decisionMedian: null });
    expect(codeOf(await ask('market-clerk', path))).to.equal('OTHER_DEPARTMENT');
    expect(codeOf(await ask('finance-clerk', path.replace(`until=${today}`, 'until=2020-01-01')))).to.equal(
      'FIELD_INVALID',
    );

    await here.city.stop();
    // All of the index is built anew from the blocks.
    await rm(indexFolder(join(here.city.folder, 'bureau')), { recursive: true });
    here = await here.reopened();
    const { height: before, ...again } = made(await ask('finance-clerk', path));
    expect({ ...again, height: told.height }).to.deep.equal(told);
    expect(before).to.be.at.least(told.height as number);
  });

  it('is the office’s to decide: a bank opens no tranche, approves nothing, and sees no books', async () => {
    const by = OFFICER[ONE]!;
    const tranche = { bank: ONE, month, amount: '1' };
    expect(codeOf(await ask(by, `${PROGRAMME}/tranches`, tranche))).to.equal('OTHER_DEPARTMENT');
    expect(codeOf(await ask(by, `${PROGRAMME}/tranches`))).to.equal('OTHER_DEPARTMENT');
    expect(codeOf(await ask(by, `${PROGRAMME}/reconciliation`))).to.equal('OTHER_DEPARTMENT');
    const approval = { programme: 'relief', bank: ONE, claims: [random16()] };
    expect(codeOf(await ask(by, '/v1/subsidy/approvals', approval))).to.equal('OTHER_DEPARTMENT');
    const wrong = await here.city.put(here.named('market-clerk'), PROGRAMME, reliefFor(period));
    expect(codeOf(wrong)).to.equal('NOT_FINANCE_OFFICE');
  });
});
