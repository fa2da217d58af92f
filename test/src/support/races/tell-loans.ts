import { expect } from 'chai';
import { addDays, addMonths, dateOfInstant, keys, type LoanTerms } from '@hanlian/chaincode/domain';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { BANK } from '../contracts/city.js';
import { bankOf, byTwo, finance, signedBy, termsOf } from '../contracts/loans.js';
import { identityOf } from '../contracts/people.js';
import { actOf, ENTERPRISE, enterprise, OTHER_BANK } from '../contracts/sharing.js';
import { foundLending, type CourseSubsidies } from './lending.js';
import type { Course } from './race.js';

const VALID = 'VALID';
const CONFLICT = 'MVCC_READ_CONFLICT';

async function codeOf(call: Promise<unknown>): Promise<string> {
  const outcome: unknown = await call.then(
    () => new Error('The call was not refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof LedgerError) return outcome.code;
  throw outcome;
}

/** What loans and subsidies come to on a ledger with collections, blocks and conflicts. */
export function tellOfLoans(openCourse: () => Promise<Course & { close(): Promise<void> }>): void {
  let course: Course & { close(): Promise<void> };
  let here: CourseSubsidies;
  /** The height before anyone lent. */
  let began: number;
  /** Last month, and the loans that were owed through it. */
  let period: { from: string; to: string };
  let month: string;

  before(async () => {
    course = await openCourse();
    const { ledger } = await course.asking(await identityOf('AuditorMSP', 'auditor'));
    began = await ledger.height();
    const today = dateOfInstant(Math.floor(Date.now() / 1000));
    month = today.slice(0, 7);
    const first = `${month}-01`;
    period = { from: addMonths(first, -1), to: addDays(first, -1) };
    here = await foundLending(course, { loansFrom: period.from, periods: [period] });
    for (const bank of [BANK, OTHER_BANK]) {
      await here.open('200000', { tranche: here.tranche(bank, month), bank });
    }
  });
  after(() => course.close());

  const lent = (bank: string, terms: Partial<LoanTerms> = {}): Promise<string> => {
    const dates = { from: period.from, until: addMonths(period.from, 12) };
    return here.lending.loanIn('disbursed', { bank }, { ...dates, ...terms });
  };
  const claimed = async (loan: string): Promise<string> => {
    const id = await here.claimed(loan, { period });
    await here.learnClaim(id);
    return id;
  };
  const approve = (bank: string, ids: readonly string[]) => (): Promise<unknown> =>
    here.approve(ids, { tranche: here.tranche(bank, month) });

  it('take two banks’ claims for one thing in one block, and let one be paid', async () => {
    const loans = [await lent(BANK), await lent(OTHER_BANK)];
    const claims = loans.map((loan) => here.claimOf(loan, { period }));
    const codes = await here.atOnce(claims.map((claim) => () => here.submitClaim(claim)));
    expect(codes).to.deep.equal([VALID, VALID]);
    const [one, other] = claims.map(({ id }) => id) as [string, string];
    for (const id of [one, other]) await here.learnClaim(id);
    const raced = await here.atOnce([approve(BANK, [one]), approve(OTHER_BANK, [other])]);
    expect(raced).to.deep.equal([VALID, CONFLICT]);
    expect(await codeOf(approve(OTHER_BANK, [other])())).to.equal('SUBSIDY_ALREADY_GRANTED');
    await here.act('refuse', other);
    expect(here.record(other).state).to.equal('refused');
  });

  it('take a loan’s period once, also of two claims in one block', async () => {
    const loan = await lent(BANK, { collateral: '420102-101' });
    const claims = [here.claimOf(loan, { period }), here.claimOf(loan, { period })];
    const codes = await here.atOnce(claims.map((claim) => () => here.submitClaim(claim)));
    expect(codes).to.deep.equal([VALID, CONFLICT]);
    expect(await codeOf(here.submitClaim(claims[1]!))).to.equal('CLAIM_STANDS');
  });

  it('never grant beyond a tranche, by approvals of one block either', async () => {
    const ids = [];
    for (const collateral of ['420103-1', '420103-2', '420103-3']) {
      ids.push(await claimed(await lent(OTHER_BANK, { collateral })));
    }
    const raced = await here.atOnce(ids.map((id) => approve(OTHER_BANK, [id])));
    expect(raced).to.deep.equal([VALID, CONFLICT, CONFLICT]);
    await approve(OTHER_BANK, [ids[1]!])();
    expect(await codeOf(approve(OTHER_BANK, [ids[2]!])())).to.equal('TRANCHE_EXHAUSTED');
  });

  it('leave a correction or an approval without effect where the other came first', async () => {
    const loan = await lent(BANK, { collateral: '420103-4' });
    const id = await claimed(loan);
    const movement = here.lending.file(loan).movements[0]!.n;
    const correction = here.lending.statement('correct', loan, {
      movement,
      amount: '40000000',
      date: period.from,
    });
    const correct = async (): Promise<void> => {
      const signed = byTwo(bankOf(BANK), correction);
      const request = { v: 1, id: loan, intent: correction.intent };
      await here.keep('loan:correct', request, { signed, evidence: here.lending.evidence(BANK) });
    };
    expect(await here.atOnce([correct, approve(BANK, [id])])).to.deep.equal([VALID, CONFLICT]);
    expect(await codeOf(approve(BANK, [id])())).to.equal('CLAIM_AMOUNT_DIFFERS');
  });

  it('leave a contract without effect where the consent was withdrawn in the same block', async () => {
    const loan = await here.lending.loanIn('approved');
    const consent = here.lending.file(loan).consent!;
    const withdrawal = actOf(consent, 'withdraw', 0, { issuedAt: here.now });
    const withdraw = (): Promise<void> =>
      here.keep(
        'sharing:withdrawConsent',
        { v: 1, id: consent, intent: withdrawal.intent },
        {
          act: enterprise.signed(withdrawal),
          evidence: here.lending.sharing.evidence(keys.holderKey(enterprise.keyId)),
        },
      );
    const terms = termsOf({ from: period.from, until: addMonths(period.from, 12) });
    const contract = here.lending.statement('signContract', loan, { terms });
    const sign = (): Promise<void> =>
      here.keep(
        'loan:signContract',
        { v: 1, id: loan, intent: contract.intent },
        { signed: signedBy(bankOf(BANK), contract), evidence: here.lending.evidence(BANK) },
      );
    expect(await here.atOnce([withdraw, sign])).to.deep.equal([VALID, CONFLICT]);
    expect(await codeOf(here.lending.act('signContract', loan, { terms }))).to.equal('CONSENT_WITHDRAWN');
  });

  it('name no bank, no enterprise and no amount in any block', async () => {
    const { ledger } = await course.asking(await identityOf('AuditorMSP', 'auditor'));
    const { serial } = here.lending.permit;
    const keyIds = [bankOf(BANK), bankOf(OTHER_BANK), enterprise, finance].map(({ keyId }) => keyId);
    const secrets = [BANK, OTHER_BANK, ENTERPRISE, ...keyIds, '50000000', '200000', serial, '420103'];
    const isOurs = (name: string): boolean => /^(loan|subsidy):/.test(name) && !/:put/.test(name);
    let seen = 0;
    for (let number = began; number < (await ledger.height()); number++) {
      const block = await ledger.block(number);
      if (block?.transactions.every((transaction) => isOurs(transaction.function)) !== true) continue;
      seen += block.transactions.length;
      const bytes = Buffer.from((await ledger.blockBytes(number)) ?? []);
      for (const secret of secrets) {
        expect(bytes.includes(secret), `block ${number}: ${secret}`).to.equal(false);
      }
    }
    expect(seen).to.be.at.least(40);
  });
}
