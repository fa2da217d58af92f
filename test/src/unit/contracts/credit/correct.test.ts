import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  base64urlEncode,
  chainOver,
  entryLink,
  keys,
  schemas,
  type CreditEntry,
  type EntryFacts,
  type EntryIdentity,
  type EntrySet,
  type EntryView,
  type EntryWritten,
} from '@hanlian/chaincode/domain';
import { BANK, change, DAY, HOUSING, MARKET, NOW } from '../../../support/contracts/city.js';
import {
  creditAct,
  creditCity,
  enterprise,
  entryInput,
  facts,
  FIRM,
  identity,
  OFFICE,
  published,
} from '../../../support/contracts/credit.js';
import { refusalOf, type Committed } from '../../../support/contracts/ledger.js';
import { identityOf, random16 } from '../../../support/contracts/people.js';

const OTHER = enterprise(2);

describe('contracts: credit, correcting and annulling', () => {
  it('keeps what an entry said before, and tells the correction as one more link', async () => {
    const here = await creditCity();
    const input = entryInput();
    const place = await published(here, input);
    const said = facts({ severity: 'serious' });
    const { answer, events } = await creditAct<EntryWritten>(here, 'correct', place, 0, { facts: said });
    expect(answer).to.deep.include({ revision: 1, state: 'standing' });
    const key = keys.entry(place.subject, place.entry);
    const root = createHash('sha256')
      .update(`\0${here.ledger.state.get(key)!}`)
      .digest('base64url');
    expect(events).to.deep.equal([{ v: 1, type: 'credit.correct', count: 1, root, source: MARKET }]);
    const record = schemas.creditEntry.parse(here.ledger.record(key));
    expect(record).to.deep.include({ facts: said, link: 2 });
    expect(record.history?.[0]).to.deep.include({
      operation: 'correct',
      was: input.facts,
      wasLink: 1,
      actor: MARKET,
    });
    const head = here.ledger.record(keys.entrySet(FIRM)) as EntrySet;
    const links = [input.facts, said].map((each) => entryLink(nodeHashes.sm3, identity(input), each));
    const before = entryLink(nodeHashes.sm3, ...firstOf(here.ledger));
    expect(head.sm3Chain).to.equal(base64urlEncode(chainOver(nodeHashes.sm3, FIRM, [before, ...links])));
  });

  /** The registration of the firm, which is the first link of its chain. */
  function firstOf(ledger: { state: ReadonlyMap<string, string> }): [EntryIdentity, EntryFacts] {
    const records = [...ledger.state].filter(([key]) => key.startsWith(`entry~${FIRM}~`));
    const {
      source,
      category,
      document,
      facts: said,
    } = records.map(([, text]) => JSON.parse(text) as CreditEntry).find(({ link }) => link === 0)!;
    return [{ subject: FIRM, source, category, document }, said];
  }

  it('lets nobody but the source act, once for each intent, on the revision it was decided on', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    const refused = async (more: Record<string, unknown>, revision = 0): Promise<string> =>
      (await refusalOf(creditAct(here, 'annul', place, revision, more))).code;
    expect(await refused({ department: HOUSING })).to.equal('OTHER_DEPARTMENT');
    expect(await refused({ department: OFFICE })).to.equal('OTHER_DEPARTMENT');
    expect(await refused({}, 1)).to.equal('STALE');
    expect(await refused({ subject: OTHER })).to.equal('ENTRY_UNKNOWN');
    expect(await refused({ person: '11010519491231002X' })).to.equal('HOLDS_CITIZEN_NUMBER');
    const intent = random16();
    await creditAct(here, 'annul', place, 0, { intent });
    expect(await refused({ intent })).to.equal('ALREADY_APPLIED');
    expect(await refused({}, 1)).to.equal('ENTRY_ACT_IMPOSSIBLE');
  });

  it('flags a write that claims an earlier time, and refuses one more than a quarter of an hour before', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    here.now = NOW - 60;
    await creditAct(here, 'dispute', place, 0);
    const { record } = await here.read<EntryView>('credit:get', place);
    expect(record.history?.[0]).to.include({ late: 1, at: NOW });
    here.now = NOW - 1000;
    expect((await refusalOf(creditAct(here, 'annul', place, 1))).code).to.equal('TXTIME_TOO_OLD');
  });

  it('takes sixty-four changes of an entry, and then its annulment alone', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    for (let revision = 0; revision < schemas.MOST_TRANSITIONS; revision += 2) {
      await creditAct(here, 'dispute', place, revision);
      await creditAct(here, 'resolveDispute', place, revision + 1, { decision: 'rejected' });
    }
    const full = await refusalOf(creditAct(here, 'dispute', place, schemas.MOST_TRANSITIONS));
    expect(full.code).to.equal('ENTRY_HISTORY_FULL');
    await creditAct(here, 'annul', place, schemas.MOST_TRANSITIONS);
    schemas.creditEntry.parse(here.ledger.record(keys.entry(place.subject, place.entry)));
  });

  it('shows what is annulled to its source, the credit office and auditors, and to others says that it is', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    await creditAct(here, 'annul', place, 0);
    const as = (
      msp: string,
      role: 'clerk' | 'officer' | 'auditor',
      department?: string,
    ): Promise<Committed<EntryView>> =>
      here.as<EntryView>(identityOf(msp, role, department), 'credit:get', { v: 1, ...place });
    for (const call of [
      as('BureauMSP', 'clerk', MARKET),
      as('BureauMSP', 'clerk', OFFICE),
      as('AuditorMSP', 'auditor'),
    ]) {
      expect((await call).answer.record.state).to.equal('annulled');
    }
    for (const call of [as('BankMSP', 'officer', BANK), as('BankMSP', 'officer')]) {
      expect((await refusalOf(call)).code).to.equal('ENTRY_ANNULLED');
    }
  });

  // What is never published, or no more, stood in no list and was read out to any bank by its id all the same.
  it('shows what the rules do not publish to its source, to who succeeded it, and to no bank', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput({ facts: facts({ severity: 'minor' }) }));
    const as = (department: string): Promise<Committed<EntryView>> =>
      here.as<EntryView>(identityOf('BureauMSP', 'clerk', department), 'credit:get', { v: 1, ...place });
    const bank = here.as(identityOf('BankMSP', 'officer', BANK), 'credit:get', { v: 1, ...place });
    expect((await refusalOf(bank)).code).to.equal('ENTRY_NOT_PUBLISHED');
    expect((await as(MARKET)).answer.record.state).to.equal('standing');
    expect((await refusalOf(as(HOUSING))).code).to.equal('ENTRY_NOT_PUBLISHED');
    await here.registrar('succeedDepartment', {
      ...change(0),
      code: MARKET,
      successor: HOUSING,
      since: NOW,
    });
    expect((await as(HOUSING)).answer.record.state).to.equal('standing');
  });
});

describe('contracts: credit, objections', () => {
  it('mark an entry until the source has decided', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    await creditAct(here, 'dispute', place, 0, { department: OFFICE });
    const reason = async (at: number): Promise<unknown> => {
      const answer = await here.read<{ publication: object }>('credit:publishableAt', { ...place, at });
      return answer.publication;
    };
    expect(await reason(NOW)).to.include({ shown: true, reason: 'disputed' });
    expect((await refusalOf(creditAct(here, 'dispute', place, 1))).code).to.equal('ENTRY_ACT_IMPOSSIBLE');
    here.now = NOW + DAY;
    const { answer } = await creditAct<EntryWritten>(here, 'resolveDispute', place, 1, {
      decision: 'rejected',
    });
    expect(answer).to.include({ state: 'standing', decision: 'rejected' });
    expect(await reason(NOW + DAY)).to.include({ shown: true, reason: 'published' });
    expect(await reason(NOW + DAY - 1)).to.include({ reason: 'disputed' });
  });

  it('end in a correction, which says what is right, or in an annulment', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    await creditAct(here, 'dispute', place, 0);
    const resolve = (revision: number, more: Record<string, unknown>): Promise<Committed<EntryWritten>> =>
      creditAct<EntryWritten>(here, 'resolveDispute', place, revision, more);
    for (const more of [
      { decision: 'corrected' },
      { decision: 'annulled', facts: facts({ severity: 'minor' }) },
    ]) {
      expect((await refusalOf(resolve(1, more))).details.field).to.equal('facts');
    }
    const said = facts({ severity: 'minor', until: '2026-12-01' });
    expect((await resolve(1, { decision: 'corrected', facts: said })).answer.state).to.equal('standing');
    await creditAct(here, 'dispute', place, 2);
    expect((await resolve(3, { decision: 'annulled' })).answer.state).to.equal('annulled');
  });
});
