import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import {
  editionFor,
  nullifierOf,
  reconcileSubsidy,
  requirePeriodsApart,
  startOfDate,
  subsidyDue,
  tranchePseudonym,
  type ClaimFile,
  type LoanTerms,
  type Movement,
  type Programme,
  type SubsidyBooks,
  type TrancheReference,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../../support/refusal.js';

const terms: LoanTerms = {
  amount: '100000000',
  currency: 'CNY',
  rate: 435,
  from: '2026-01-05',
  until: '2027-01-05',
};
const out = (n: number, date: string, amount: string): Movement => ({
  n,
  kind: 'disbursement',
  date,
  amount,
});
const back = (n: number, date: string, amount: string): Movement => ({ n, kind: 'repayment', date, amount });

describe('interest subsidies', () => {
  const half = { rate: 200, yearDays: 360 as const, cap: '100000000' };
  const quarter = { from: '2026-01-01', to: '2026-03-31' };

  it('count the day money goes out and not the day it comes back', () => {
    // 1,000,000.00 yuan from 5 January, 400,000.00 back on 1 March: 55 days of 1,000,000 and 31 of 600,000 at 2 % by 360.
    const movements = [out(1, '2026-01-05', '100000000'), back(2, '2026-03-01', '40000000')];
    const expected = Math.floor(((55 * 100_000_000 + 31 * 60_000_000) * 0.02) / 360);
    expect(subsidyDue(half, terms, movements, quarter))
      .to.equal(BigInt(expected))
      .and.equal(408_888n);
  });

  it('end the day before the loan falls due, and keep to the cap', () => {
    const movements = [out(1, '2026-01-05', '36000000')];
    const due = { ...terms, until: '2026-02-05' };
    // 31 days, 5 January to 4 February: 36,000,000 × 31 × 2 % / 360
    expect(subsidyDue(half, due, movements, quarter)).to.equal(62_000n);
    expect(subsidyDue({ ...half, cap: '61999' }, due, movements, quarter)).to.equal(61_999n);
    expect(subsidyDue(half, due, movements, { from: '2026-04-01', to: '2026-06-30' })).to.equal(0n);
  });

  it('never exceed the interest the loan itself bears', () => {
    const movements = [out(1, '2026-01-05', '36000000')];
    const cheap = { ...terms, rate: 100, until: '2026-02-05' };
    expect(subsidyDue(half, cheap, movements, quarter)).to.equal(31_000n);
  });

  it('follow the edition in force on the period’s first day', () => {
    const editions = ['2026-01-01', '2026-04-01'].map((day) => ({ since: startOfDate(day) }) as Programme);
    expect(editionFor(editions, quarter)).to.equal(editions[0]);
    expect(editionFor(editions, { from: '2026-04-01', to: '2026-06-30' })).to.equal(editions[1]);
    const early = { from: '2025-10-01', to: '2025-12-31' };
    expect(refusalOf(() => editionFor(editions, early)).code).to.equal('PROGRAMME_NOT_IN_FORCE');
  });

  it('have no two periods that share a day, in no two editions', () => {
    const april = { from: '2026-04-01', to: '2026-06-30' };
    const late = { from: '2026-03-31', to: '2026-05-31' };
    expect(() => requirePeriodsApart({ periods: [quarter, april] }, [{ periods: [quarter] }])).not.to.throw();
    const within = refusalOf(() => requirePeriodsApart({ periods: [quarter, late] }, []));
    expect([within.code, within.details.field]).to.deep.equal(['PROGRAMME_PERIODS_OVERLAP', 'periods[1]']);
    for (const other of [late, { ...quarter, from: '2026-02-01' }, { ...quarter, to: '2026-02-01' }]) {
      const across = refusalOf(() => requirePeriodsApart({ periods: [quarter] }, [{ periods: [other] }]));
      expect(across.code).to.equal('PROGRAMME_PERIODS_OVERLAP');
    }
  });
});

describe('nullifiers', () => {
  const key = Buffer.alloc(32, 7);
  const mac = (data: Uint8Array): Uint8Array => createHmac('sha256', key).update(data).digest();
  const subject = {
    programme: 'relief-2026',
    enterprise: '91420100MA00000000',
    period: { from: '2026-01-01', to: '2026-03-31' },
    collateral: '420100-1',
  };
  const hmac = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');

  it('are HMAC-SHA-256 over the RFC 8785 form of what is subsidised', () => {
    const form = (collateral: string): string =>
      `{"collateral":"${collateral}","enterprise":"91420100MA00000000","kind":"subsidy-nullifier",` +
      '"period":{"from":"2026-01-01","to":"2026-03-31"},"programme":"relief-2026","v":1}';
    expect(nullifierOf(mac, subject)).to.equal(hmac(form('420100-1')));
    expect(nullifierOf(mac, { ...subject, collateral: undefined })).to.equal(hmac(form('')));
  });

  it('name a bank’s tranche otherwise each month', () => {
    const bank = '91420100MA00000000';
    const form =
      '{"bank":"91420100MA00000000","kind":"tranche-pseudonym","month":"2026-11","programme":"relief-2026","v":1}';
    expect(tranchePseudonym(mac, { programme: 'relief-2026', bank, month: '2026-11' })).to.equal(hmac(form));
  });
});

describe('a programme’s money', () => {
  const place = (pseudonym: string): TrancheReference => ({
    programme: 'relief-2026',
    month: '2026-11',
    pseudonym,
  });
  const tranche = (
    pseudonym: string,
    amount: string,
    granted: string,
    recovered: string,
    state: 'open' | 'closed' = 'open',
  ): SubsidyBooks['tranches'][number] =>
    ({
      record: { state },
      file: { granted, recovered, opening: { statement: { tranche: place(pseudonym), amount } } },
    }) as unknown as SubsidyBooks['tranches'][number];
  const claim = (amount: string, more: Partial<ClaimFile> = {}): SubsidyBooks['claims'][number] =>
    ({
      record: { state: 'paid' },
      file: { paid: true, recovered: '0', claim: { statement: { amount } }, ...more },
    }) as unknown as SubsidyBooks['claims'][number];
  const books: SubsidyBooks = {
    budget: '1000',
    allocated: '550',
    tranches: [tranche('a', '500', '300', '40'), tranche('b', '100', '70', '20', 'closed')],
    claims: [
      claim('200', { tranche: place('a'), recovered: '40' }),
      claim('100', { tranche: place('a'), paid: false }),
      claim('70', { tranche: place('b'), recovered: '20' }),
      claim('33'),
    ],
  };

  it('is recomputed from its claims alone', () => {
    expect(reconcileSubsidy(books)).to.deep.equal({
      totals: { budget: '1000', allocated: '550', granted: '370', paid: '270', recovered: '60', left: '450' },
      differences: [],
    });
  });

  it('shows where a book was falsified, to the 分', () => {
    const falsified = {
      ...books,
      allocated: '549',
      tranches: [tranche('a', '250', '301', '39'), tranche('c', '1', '0', '0')],
    };
    const { differences } = reconcileSubsidy(falsified);
    expect(differences).to.deep.equal([
      { of: place('a'), what: 'granted', written: '301', recomputed: '300' },
      { of: place('a'), what: 'recovered', written: '39', recomputed: '40' },
      { of: place('a'), what: 'overspent', written: '250', recomputed: '260' },
      { of: place('b'), what: 'granted', written: '0', recomputed: '70' },
      { of: 'budget', what: 'allocated', written: '549', recomputed: '251' },
    ]);
  });
});
