import { expect } from 'chai';
import {
  generateUscc,
  keys,
  type BudgetView,
  type ProgrammeView,
  type TrancheView,
} from '@hanlian/chaincode/domain';
import {
  BANK,
  change,
  DAY,
  departmentFacts,
  LAST_YEAR,
  MARKET,
  NOW,
} from '../../../support/contracts/city.js';
import { codeOf, refusalOf } from '../../../support/contracts/ledger.js';
import { FINANCE, signedBy } from '../../../support/contracts/loans.js';
import { random16 } from '../../../support/contracts/people.js';
import { bank, clerkOf, officerOf, OTHER_BANK } from '../../../support/contracts/sharing.js';
import {
  FIRST,
  PROGRAMME,
  SECOND,
  subsidyCity,
  type SubsidyCity,
} from '../../../support/contracts/subsidies.js';

const OTHER_FINANCE = generateUscc({
  department: '1',
  kind: '1',
  region: '420100',
  organisation: '00000105',
});

describe('contracts: subsidy programmes', () => {
  let here: SubsidyCity;

  beforeEach(async () => {
    here = await subsidyCity();
  });

  it('are a finance office’s, and stand in the open', async () => {
    const { editions } = await here.lending.read<ProgrammeView>('subsidy:getProgramme', { id: PROGRAMME });
    expect(editions[0]).to.include({ office: FINANCE, budget: '1000000', rate: 200 });
    expect(await codeOf(here.put({ id: 'other-2026' }, clerkOf(MARKET)))).to.equal('NOT_FINANCE_OFFICE');
    const nothing = here.lending.read('subsidy:getProgramme', { id: 'other-2026' });
    expect(await codeOf(nothing)).to.equal('PROGRAMME_UNKNOWN');
  });

  // With one edition, still to come, nothing else told whose it was.
  it('to come are put right by the office that made them, and by no other', async () => {
    const city = here.lending.sharing.city;
    await city.registrar('putDepartment', {
      ...change(),
      ...departmentFacts(OTHER_FINANCE),
      kind: 'finance',
    });
    const next = { id: 'other-2026', since: NOW + DAY };
    await here.put(next);
    const rewritten = { ...next, expectedRevision: 0, budget: '1' };
    expect(await codeOf(here.put(rewritten, clerkOf(OTHER_FINANCE)))).to.equal('OTHER_DEPARTMENT');
    await here.put(rewritten);
  });

  it('have editions: what is in force stays, what comes may be put right', async () => {
    const again = here.put({ expectedRevision: 0, budget: '1' });
    expect(await codeOf(again)).to.equal('RECORD_FINAL');
    expect(await codeOf(here.put({ since: NOW - 30 * DAY }))).to.equal('RULES_OVERLAP');
    const next = { since: NOW + DAY, rate: 150 };
    await here.put(next);
    await here.put({ ...next, expectedRevision: 0, rate: 100 });
    const overlapping = here.put({
      since: NOW + 2 * DAY,
      periods: [{ from: '2026-12-15', to: '2027-01-14' }],
    });
    expect(await codeOf(overlapping)).to.equal('PROGRAMME_PERIODS_OVERLAP');
    const { editions } = await here.lending.read<ProgrammeView>('subsidy:getProgramme', { id: PROGRAMME });
    expect(editions.map(({ rate }) => rate)).to.deep.equal([200, 100]);
  });

  it('stay with the office that made them', async () => {
    const { city } = here.lending.sharing;
    const second = { code: MARKET, name: { zh: '财政二局', en: 'Second finance' }, kind: 'finance' };
    const facts = { ...change(0), ...second, mspId: 'BureauMSP', since: LAST_YEAR };
    await city.registrar('putDepartment', facts);
    expect(await codeOf(here.put({ since: NOW + DAY }, clerkOf(MARKET)))).to.equal('OTHER_DEPARTMENT');
    await here.put({ id: 'other-2026' }, clerkOf(MARKET));
  });

  it('take money and periods as they are, or not at all', async () => {
    for (const [more, field] of [
      [{ cap: '1.5' }, 'cap'],
      [{ budget: '0' }, 'budget'],
      [{ budget: '9007199254740993' }, 'budget'],
      [{ currency: 'USD' }, 'currency'],
      [{ yearDays: 364 }, 'yearDays'],
      [{ periods: [{ from: '2026-02-30', to: '2026-03-31' }] }, 'periods[0].from'],
      [{ periods: [{ from: SECOND.from, to: FIRST.to }] }, 'periods[0].to'],
    ] as const) {
      const refused = await refusalOf(here.put({ id: 'other-2026', ...more }));
      expect([refused.code, refused.details.field]).to.deep.equal(['FIELD_INVALID', field]);
    }
  });
});

describe('contracts: tranches', () => {
  let here: SubsidyCity;

  beforeEach(async () => {
    here = await subsidyCity();
  });

  const allocated = async (): Promise<string> => {
    const asked = { programme: PROGRAMME };
    const { file } = await here.lending.read<BudgetView>('subsidy:getBudget', asked, clerkOf(FINANCE));
    return file.allocated;
  };

  it('take a part of the budget for a bank and a month; the channel learns neither bank nor amount', async () => {
    const { writes, answer } = await here.open('600000');
    expect(answer.key).to.equal(keys.tranche(here.tranche()));
    const channel = [...writes].flat().join('\n');
    for (const secret of [BANK, '600000']) expect(channel).not.to.include(secret);
    expect(await allocated()).to.equal('600000');
    const tranche = here.tranche();
    for (const reader of [officerOf(BANK), clerkOf(FINANCE)]) {
      const { record, file } = await here.lending.read<TrancheView>(
        'subsidy:getTranche',
        { tranche },
        reader,
      );
      expect([record.state, file.opening.statement.amount]).to.deep.equal(['open', '600000']);
    }
    const other = here.lending.read('subsidy:getTranche', { tranche }, officerOf(OTHER_BANK));
    expect(await codeOf(other)).to.equal('OTHER_DEPARTMENT');
    const budget = here.lending.read('subsidy:getBudget', { programme: PROGRAMME }, officerOf(BANK));
    expect(await codeOf(budget)).to.equal('OTHER_DEPARTMENT');
  });

  it('are one for each bank and month, and never more than the budget together', async () => {
    await here.open('600000');
    expect(await codeOf(here.open('1'))).to.equal('STALE');
    const other = { tranche: here.tranche(OTHER_BANK), bank: OTHER_BANK };
    expect(await codeOf(here.open('400001', other))).to.equal('BUDGET_EXCEEDED');
    await here.open('400000', other);
    expect(await allocated()).to.equal('1000000');
    expect(await codeOf(here.open('1', { tranche: here.tranche(BANK, '2027-02') }))).to.equal(
      'BUDGET_EXCEEDED',
    );
  });

  it('give back what they have left, once', async () => {
    await here.open('600000');
    await here.close();
    expect(await allocated()).to.equal('0');
    expect(await codeOf(here.close())).to.equal('TRANCHE_CLOSED');
    await here.open('1000000', { tranche: here.tranche(BANK, '2027-02') });
    expect(await codeOf(here.close(here.tranche(BANK, '2027-03')))).to.equal('TRANCHE_UNKNOWN');
  });

  it('are the office’s own to open and close, as the block’s request names them', async () => {
    const asBank = here.open('1', { key: bank.keyId });
    expect(await codeOf(asBank)).to.equal('SIGNATURE_INVALID');
    const statement = { v: 1, kind: 'tranche', intent: random16(), key: bank.keyId, issuedAt: NOW };
    const full = { ...statement, tranche: here.tranche(), bank: BANK, amount: '1' };
    const { intent, tranche } = full;
    const signed = signedBy(bank, full);
    const banks = here.submit('openTranche', { intent, tranche }, { signed });
    expect(await codeOf(banks)).to.equal('HOLDER_KEY_NOT_BOUND');
    for (const request of [
      { intent: random16(), tranche },
      { intent, tranche: here.tranche(OTHER_BANK) },
    ]) {
      expect(await codeOf(here.submit('openTranche', request, { signed }))).to.equal('FIELD_INVALID');
    }
    expect(await codeOf(here.open('1', { bank: FINANCE }))).to.equal('NOT_A_BANK');
    expect(await codeOf(here.open('1', { bank: MARKET }, { evidence: here.evidence() }))).to.equal(
      'MAP_PROOF_MISSING',
    );
  });

  it('need a programme in force', async () => {
    const elsewhere = { ...here.tranche(), programme: 'other-2026' };
    expect(await codeOf(here.open('1', { tranche: elsewhere }))).to.equal('PROGRAMME_UNKNOWN');
    await here.put({ id: 'other-2026', since: NOW + DAY });
    expect(await codeOf(here.open('1', { tranche: elsewhere }))).to.equal('PROGRAMME_NOT_IN_FORCE');
    const budget = here.lending.read('subsidy:getBudget', { programme: 'other-2026' }, clerkOf(FINANCE));
    expect(await codeOf(budget)).to.equal('TRANCHE_UNKNOWN');
  });
});
