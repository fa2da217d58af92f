import { expect } from 'chai';
import {
  keys,
  reconcileSubsidy,
  type ApprovalView,
  type BudgetFile,
  type ClaimViews,
  type Programme,
  type TrancheRecord,
} from '@hanlian/chaincode/domain';
import { BANK } from '../../../support/contracts/city.js';
import { codeOf, refusalOf, toldBy } from '../../../support/contracts/ledger.js';
import { byTwo, day, finance, FINANCE, signedBy } from '../../../support/contracts/loans.js';
import { random16, random32 } from '../../../support/contracts/people.js';
import {
  bank,
  clerkOf,
  ENTERPRISE,
  officerOf,
  OTHER_BANK,
  otherBank,
} from '../../../support/contracts/sharing.js';
import {
  FIRST,
  PROGRAMME,
  programmeOf,
  SECOND,
  subsidyCity,
  type SubsidyCity,
} from '../../../support/contracts/subsidies.js';

/** 500,000.00 yuan at 2 % by 360 for the 31 days of December 2026. */
const DECEMBER = '86111';

describe('contracts: claims of interest subsidy', () => {
  let ready: SubsidyCity;
  let here: SubsidyCity;
  let loan: string;

  before(async () => {
    ready = await subsidyCity();
    loan = await ready.lending.loanIn('disbursed');
    await ready.lending.later(45);
    await ready.open('600000');
    await ready.open('100000', { tranche: ready.tranche(OTHER_BANK), bank: OTHER_BANK });
  });
  beforeEach(() => {
    here = ready.fork();
  });

  const stateOf = (id: string): string => here.record(id).state;

  describe('are made', () => {
    it('by the loan’s bank, for what the book makes it to the 分; the channel learns neither loan nor amount', async () => {
      const statement = here.claimOf(loan);
      expect(statement.amount).to.equal(DECEMBER);
      const { writes, events } = await here.submitClaim(statement);
      const key = keys.claim(statement.id);
      expect(events).to.deep.equal([{ v: 1, type: 'subsidy.claim', count: 1, key }]);
      const channel = [...writes].flat().join('\n');
      for (const secret of [BANK, ENTERPRISE, DECEMBER, loan]) expect(channel).not.to.include(secret);
      expect(here.record(statement.id)).to.include({ state: 'claimed', programme: PROGRAMME });
      const { steps, file } = await here.view(statement.id, officerOf(BANK));
      expect(file.claim.statement).to.deep.equal(statement);
      expect(steps.map(({ n, step, signed }) => [n, step.act, signed?.statement])).to.deep.equal([
        [0, 'claim', statement],
      ]);
      expect(await codeOf(here.view(statement.id, officerOf(OTHER_BANK)))).to.equal('OTHER_DEPARTMENT');
      expect(await codeOf(here.view(random16()))).to.equal('CLAIM_UNKNOWN');
    });

    it('and many are read at once, each by its own bank and the office alone', async () => {
      const mine = await here.claimed(loan);
      const others = await here.claimed(await loanAt(OTHER_BANK));
      const asked = async (identity: ReturnType<typeof clerkOf>): Promise<string[]> => {
        const ids = [mine, others];
        const { claims } = await here.lending.read<ClaimViews>('subsidy:getClaims', { ids }, identity);
        return claims.map(({ file }) => file.claim.statement.id);
      };
      expect(await asked(officerOf(BANK))).to.deep.equal([mine]);
      expect(await asked(officerOf(OTHER_BANK))).to.deep.equal([others]);
      expect(await asked(clerkOf(FINANCE))).to.deep.equal([mine, others]);
    });

    it('and from then on the office sees the loan it is for, and no other bank does', async () => {
      const office = clerkOf(FINANCE);
      expect(await codeOf(here.lending.loan(loan, office))).to.equal('OTHER_DEPARTMENT');
      await here.claimed(loan);
      expect((await here.lending.loan(loan, office)).file.movements).to.have.lengthOf(1);
      expect(await codeOf(here.lending.loan(loan, officerOf(OTHER_BANK)))).to.equal('OTHER_DEPARTMENT');
    });

    // Any bound key learnt a loan's bank: from what the refusal named as not shown, or by showing one bank after another.
    it('by nobody else, who learns from no refusal which bank the loan is of', async () => {
      const statement = here.claimOf(loan, { key: otherBank.keyId });
      const signed = signedBy(otherBank, statement);
      const refusedWith = (...departments: readonly string[]): Promise<object> => {
        const shown = [keys.holderKey(otherBank.keyId), ...departments.map(keys.department)];
        const evidence = here.lending.sharing.evidence(...shown);
        return toldBy(here.submitClaim(statement, { signed, evidence }));
      };
      const alone = await refusedWith();
      expect(alone).to.include({ code: 'HOLDER_KEY_NOT_BOUND' });
      expect(JSON.stringify(alone)).not.to.include(BANK);
      expect(await refusedWith(OTHER_BANK)).to.deep.equal(alone);
      expect(await refusedWith(BANK)).to.deep.equal(alone);
    });

    it('not for any other amount', async () => {
      for (const amount of ['86110', '86112']) {
        const refused = await refusalOf(here.claimed(loan, { amount }));
        expect([refused.code, refused.details.expected]).to.deep.equal(['CLAIM_AMOUNT_DIFFERS', DECEMBER]);
      }
      expect(await codeOf(here.claimed(loan, { amount: '861.11' }))).to.equal('FIELD_INVALID');
    });

    it('once: another for the same loan and period waits for what becomes of the first', async () => {
      const statement = here.claimOf(loan);
      await here.submitClaim(statement);
      expect(await codeOf(here.submitClaim(statement))).to.equal('ALREADY_APPLIED');
      expect(await codeOf(here.claimed(loan))).to.equal('CLAIM_STANDS');
      await here.act('withdraw', statement.id);
      const again = await here.claimed(loan);
      await here.act('refuse', again);
      await here.claimed(loan);
    });

    it('after the period, for one the programme has', async () => {
      expect(await codeOf(here.claimed(loan, { period: SECOND, amount: '1' }))).to.equal('CLAIM_TOO_EARLY');
      const part = { ...FIRST, to: '2026-12-15' };
      expect(await codeOf(here.claimed(loan, { period: part }))).to.equal('CLAIM_NOT_ELIGIBLE');
      const before = { from: '2025-01-01', to: '2025-01-31' };
      const early = here.claimed(loan, { period: before, amount: '1' });
      expect(await codeOf(early)).to.equal('PROGRAMME_NOT_IN_FORCE');
      expect(await codeOf(here.claimed(loan, { programme: 'other-2026' }))).to.equal('PROGRAMME_UNKNOWN');
      await here.lending.later(30);
      await here.claimed(loan, { period: SECOND });
    });

    it('for loans of the industries, districts and days the programme is for', async () => {
      const refusedIn = async (more: object): Promise<string> => {
        await here.put({ id: 'other-2026', ...more });
        return codeOf(here.claimed(loan, { programme: 'other-2026' }));
      };
      expect(await refusedIn({ industries: ['C2', 'G'] })).to.equal('CLAIM_NOT_ELIGIBLE');
      here = ready.fork();
      expect(await refusedIn({ districts: ['420106'] })).to.equal('CLAIM_NOT_ELIGIBLE');
      here = ready.fork();
      expect(await refusedIn({ loansFrom: day(1) })).to.equal('LOAN_BEFORE_PROGRAMME');
      here = ready.fork();
      await here.put({ id: 'other-2026', industries: undefined, districts: undefined });
      await here.claimed(loan, { programme: 'other-2026' });
    });

    it('not for loans that are overdue, closed, or not disbursed yet', async () => {
      await here.lending.act('declareOverdue', loan, { since: day(40) });
      expect(await codeOf(here.claimed(loan))).to.equal('CLAIM_LOAN_STATE');
      await here.lending.act('repay', loan, { amount: '50000000', date: day(45) });
      const claim = here.claimOf(loan);
      await here.submitClaim(claim);
      await here.act('withdraw', claim.id);
      await here.lending.act('close', loan);
      expect(await codeOf(here.claimed(loan))).to.equal('CLAIM_LOAN_STATE');
      const contracted = await here.lending.loanIn('contracted');
      expect(await codeOf(here.claimed(contracted, { amount: '1' }))).to.equal('CLAIM_LOAN_STATE');
    });

    it('240 times at most', async () => {
      const { secrets } = here.lending.sharing.city.ledger;
      const file = here.lending.file(loan);
      const other = { id: random16(), programme: 'other-2026', period: FIRST };
      const claims = Array.from({ length: 240 }, () => other);
      secrets.set(`lending/${keys.loan(loan)}`, JSON.stringify({ ...file, claims }));
      expect(await codeOf(here.claimed(loan))).to.equal('LOAN_HISTORY_FULL');
    });
  });

  describe('are approved', () => {
    it('by the office and two of its people, out of the bank’s tranche of the month, with their nullifiers', async () => {
      const id = await here.claimed(loan);
      const { writes, events, answer } = await here.approve([id]);
      expect([stateOf(id), here.trancheFile(here.tranche()).granted]).to.deep.equal(['approved', DECEMBER]);
      expect(events[0]).to.include({ type: 'subsidy.approve', count: 1, key: answer.key });
      const channel = [...writes].flat().join('\n');
      for (const secret of [BANK, ENTERPRISE, DECEMBER]) expect(channel).not.to.include(secret);
      expect(writes.has(keys.nullifier(here.nullifier(id)))).to.equal(true);
      const approval = answer.key.split('~')[1]!;
      const view = await here.lending.read<ApprovalView>(
        'subsidy:getApproval',
        { id: approval },
        clerkOf(FINANCE),
      );
      expect(view.signed.twoPeople).to.have.keys('preparer', 'reviewer');
      const banks = here.lending.read('subsidy:getApproval', { id: approval }, officerOf(BANK));
      expect(await codeOf(banks)).to.equal('OTHER_DEPARTMENT');
      const nothing = here.lending.read('subsidy:getApproval', { id: random16() }, clerkOf(FINANCE));
      expect(await codeOf(nothing)).to.equal('CLAIM_UNKNOWN');
      // With the claim its bank sees what was signed for it: every claim in it is the bank's own.
      const { steps } = await here.view(id, officerOf(BANK));
      expect(steps.map(({ step }) => step.act)).to.deep.equal(['claim', 'approve']);
      expect(steps[1]!.signed).to.deep.equal(view.signed);
      // With what each was decided by, as it was handed in: the registry forgets which key an officer had.
      const decidedBy = here.evidence();
      expect(steps.map(({ evidence }) => evidence)).to.deep.equal([decidedBy, decidedBy]);
      const many = { ids: [id] };
      const { claims } = await here.lending.read<ClaimViews>('subsidy:getClaims', many, officerOf(BANK));
      expect(claims[0]!.steps[1]).to.include.keys('signed').and.not.include.keys('evidence');
    });

    it('once for one enterprise, period and collateral, whatever bank asks; the other is refused, and says why', async () => {
      const elsewhere = await loanAt(OTHER_BANK);
      const [first, second] = [await here.claimed(loan), await here.claimed(elsewhere)];
      await here.approve([first]);
      const tranche = here.tranche(OTHER_BANK);
      expect(await codeOf(here.approve([second], { tranche }))).to.equal('SUBSIDY_ALREADY_GRANTED');
      await here.act('refuse', second, { reasons: ['duplicate'] });
      expect(stateOf(second)).to.equal('refused');
      const { steps } = await here.view(second, officerOf(OTHER_BANK));
      expect(steps[1]!.signed!.statement).to.deep.include({ reasons: ['duplicate'] });
    });

    it('twice for two collaterals', async () => {
      const pledged = await loanAt(BANK, { collateral: '420102-001' });
      const [first, second] = [await here.claimed(loan), await here.claimed(pledged)];
      await here.approve([first, second]);
      expect([stateOf(first), stateOf(second)]).to.deep.equal(['approved', 'approved']);
    });

    it('never beyond the tranche', async () => {
      const small = here.tranche(OTHER_BANK);
      const loans = [await loanAt(OTHER_BANK), await loanAt(OTHER_BANK, { collateral: '420102-001' })];
      const [first, second] = [await here.claimed(loans[0]!), await here.claimed(loans[1]!)];
      expect(await codeOf(here.approve([first, second], { tranche: small }))).to.equal('TRANCHE_EXHAUSTED');
      await here.approve([first], { tranche: small });
      expect(await codeOf(here.approve([second], { tranche: small }))).to.equal('TRANCHE_EXHAUSTED');
    });

    it('out of the right tranche: open, of the month, the bank and the programme', async () => {
      const id = await here.claimed(loan);
      const approve = (more: object): Promise<string> => codeOf(here.approve([id], more));
      expect(await approve({ tranche: here.tranche(OTHER_BANK) })).to.equal('TRANCHE_OF_ANOTHER');
      expect(await approve({ tranche: here.tranche(BANK, '2027-02') })).to.equal('TRANCHE_OF_ANOTHER_MONTH');
      const unknown = { ...here.tranche(), pseudonym: random32() };
      expect(await approve({ tranche: unknown })).to.equal('TRANCHE_UNKNOWN');
      await here.put({ id: 'other-2026' });
      const others = { ...here.tranche(), programme: 'other-2026' };
      await here.open('100000', { tranche: others });
      expect(await approve({ tranche: others })).to.equal('TRANCHE_OF_ANOTHER');
      await here.close();
      expect(await approve({})).to.equal('TRANCHE_CLOSED');
    });

    it('as they stand, each once, and only by the office’s two people', async () => {
      const id = await here.claimed(loan);
      const claim = { id, revision: 0, nullifier: here.nullifier(id) };
      const stale = await refusalOf(here.approve([id], { claims: [{ ...claim, revision: 1 }] }));
      expect([stale.code, stale.details.field]).to.deep.equal(['STALE', 'claims[0].revision']);
      const twice = [claim, { ...claim, nullifier: random32() }];
      expect(await codeOf(here.approve([id], { claims: twice }))).to.equal('SUBSIDY_ALREADY_GRANTED');
      const same = [claim, { ...claim, id: random16() }];
      expect(await codeOf(here.approve([id], { claims: same }))).to.equal('SUBSIDY_ALREADY_GRANTED');
      const statement = here.approvalOf([id]);
      const { intent, tranche } = statement;
      const request = { id: statement.id, intent, tranche };
      const alone = here.submit('approve', request, { signed: signedBy(finance, statement) });
      expect(await codeOf(alone)).to.equal('SECOND_PERSON_MISSING');
      const banks = here.submit('approve', request, { signed: byTwo(bank, statement) });
      expect(await codeOf(banks)).to.equal('SIGNATURE_INVALID');
      const signed = byTwo(finance, statement);
      await here.submit('approve', request, { signed });
      expect(await codeOf(here.submit('approve', request, { signed }))).to.equal('ALREADY_APPLIED');
      expect(await codeOf(here.approve([id]))).to.equal('CLAIM_ACT_IMPOSSIBLE');
    });

    it('only for what the book still says: a correction in between leaves nothing to approve', async () => {
      const id = await here.claimed(loan);
      const movement = here.lending.file(loan).movements[0]!.n;
      await here.lending.act('correct', loan, { movement, amount: '40000000' });
      expect(await codeOf(here.approve([id]))).to.equal('CLAIM_AMOUNT_DIFFERS');
      await here.act('refuse', id, { reasons: ['amount'] });
      await here.claimed(loan);
    });
  });

  describe('are paid', () => {
    it('after the approval, by today', async () => {
      const id = await here.claimed(loan);
      expect(await codeOf(here.act('pay', id))).to.equal('CLAIM_ACT_IMPOSSIBLE');
      await here.approve([id]);
      const refused = await refusalOf(here.act('pay', id, { date: day(46) }));
      expect([refused.code, refused.details.expected]).to.deep.equal(['MOVEMENT_DATE_OUTSIDE', day(45)]);
      await here.act('pay', id, { date: day(45) });
      expect([stateOf(id), here.claimFile(id).paid]).to.deep.equal(['paid', true]);
    });

    it('and then nothing of the loan is put right that they rest on, before they are recovered', async () => {
      const id = await here.claimed(loan);
      const movement = here.lending.file(loan).movements[0]!.n;
      const correct = (): Promise<unknown> =>
        here.lending.act('correct', loan, { movement, amount: '40000000' });
      await here.approve([id]);
      expect(await codeOf(correct())).to.equal('LOAN_SUBSIDY_STANDS');
      await here.act('pay', id, { date: day(45) });
      expect(await codeOf(correct())).to.equal('LOAN_SUBSIDY_STANDS');
      const backdated = here.lending.act('repay', loan, { date: '2026-12-31' });
      expect(await codeOf(backdated)).to.equal('LOAN_SUBSIDY_STANDS');
      await here.lending.act('repay', loan, { date: '2027-01-01', amount: '1' });
      await here.act('recover', id, { amount: DECEMBER });
      await correct();
      const again = await here.claimed(loan);
      await here.approve([again]);
    });
  });

  describe('are recovered', () => {
    it('in part or whole, back into the tranche; with the whole another claim for the same may be approved', async () => {
      const elsewhere = await loanAt(OTHER_BANK);
      const [id, other] = [await here.claimed(loan), await here.claimed(elsewhere)];
      await here.approve([id]);
      await here.act('pay', id, { date: day(45) });
      await here.act('recover', id, { amount: '80000' });
      expect([stateOf(id), here.trancheFile(here.tranche()).recovered]).to.deep.equal(['paid', '80000']);
      const approve = (): Promise<unknown> => here.approve([other], { tranche: here.tranche(OTHER_BANK) });
      expect(await codeOf(approve())).to.equal('SUBSIDY_ALREADY_GRANTED');
      const refused = await refusalOf(here.act('recover', id, { amount: '6112' }));
      expect([refused.code, refused.details.expected]).to.deep.equal(['RECOVERY_ABOVE_GRANT', '6111']);
      await here.act('recover', id, { amount: '6111' });
      expect(stateOf(id)).to.equal('recovered');
      await approve();
      expect(await codeOf(here.act('recover', id, { amount: '1' }))).to.equal('CLAIM_ACT_IMPOSSIBLE');
    });

    it('whole where they were not paid yet', async () => {
      const id = await here.claimed(loan);
      await here.approve([id]);
      expect(await codeOf(here.act('recover', id, { amount: '1' }))).to.equal('RECOVERY_ABOVE_GRANT');
      await here.act('recover', id, { amount: DECEMBER });
      expect(stateOf(id)).to.equal('recovered');
    });

    it('into the budget once the tranche is closed', async () => {
      const id = await here.claimed(loan);
      await here.approve([id]);
      await here.close();
      expect(budget().allocated).to.equal(String(86_111 + 100_000));
      await here.act('recover', id, { amount: DECEMBER });
      expect(budget().allocated).to.equal('100000');
    });
  });

  it('are their bank’s and the office’s to act on', async () => {
    const id = await here.claimed(loan);
    const asBank = { signed: signedBy(bank, { v: 1 }) };
    expect(await codeOf(here.act('refuse', id, {}, asBank))).to.equal('FIELD_MISSING');
    expect(await codeOf(here.act('refuse', id, { key: bank.keyId }))).to.equal('SIGNATURE_INVALID');
    expect(await codeOf(here.act('withdraw', id, { revision: 3 }))).to.equal('STALE');
  });

  it('and the books agree with them to the 分', async () => {
    const loans = [loan, await loanAt(BANK, { collateral: '420102-001' }), await loanAt(OTHER_BANK)];
    const ids = [];
    for (const each of loans) ids.push(await here.claimed(each));
    await here.approve(ids.slice(0, 2));
    await here.act('refuse', ids[2]!);
    await here.act('pay', ids[0]!, { date: day(45) });
    await here.act('recover', ids[0]!, { amount: '11' });
    await here.close();
    await here.act('recover', ids[0]!, { amount: '100' });
    await here.act('recover', ids[1]!, { amount: DECEMBER });
    const { ledger } = here.lending.sharing.city;
    const tranches = [BANK, OTHER_BANK].map((code) => ({
      record: ledger.record(keys.tranche(here.tranche(code))) as TrancheRecord,
      file: here.trancheFile(here.tranche(code)),
    }));
    const claims = ids.map((id) => ({ record: here.record(id), file: here.claimFile(id) }));
    const { budget: total } = programmeOf() as Programme;
    const { allocated } = budget();
    const granted = 2 * Number(DECEMBER);
    const recovered = 11 + 100 + Number(DECEMBER);
    const held = granted - recovered + 100_000;
    expect(reconcileSubsidy({ budget: total, allocated, tranches, claims })).to.deep.equal({
      totals: {
        budget: total,
        allocated: String(held),
        granted: String(granted),
        paid: DECEMBER,
        recovered: String(recovered),
        left: String(1_000_000 - held),
      },
      differences: [],
    });
  });

  const budget = (): BudgetFile => here.lending.secret(keys.budget(PROGRAMME)) as BudgetFile;

  /** A loan like the first, at a bank, disbursed in time for the first period. */
  function loanAt(code: string, terms: object = {}): Promise<string> {
    const dates = { from: day(0), until: day(360) };
    return here.lending.loanIn('disbursed', { bank: code }, { ...dates, ...terms });
  }
});
