import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  base64urlEncode,
  chainOver,
  entryIdOf,
  entryLink,
  keys,
  merkleRoot,
  schemas,
  type CreditEntry,
  type EntriesAnswer,
  type EntriesPage,
  type EntryFacts,
  type EntryIdentity,
  type EntryInput,
  type EntryMeasure,
  type EntrySet,
  type EntryView,
  type EntryWritten,
} from '@hanlian/chaincode/domain';
import {
  BANK,
  change,
  DAY,
  HOUSING,
  LICENCE,
  MARKET,
  NOW,
  QUALIFICATION,
} from '../../../support/contracts/city.js';
import {
  creditAct,
  creditCity,
  enterprise,
  entryInput,
  facts,
  FIRM,
  OFFICE,
  publish,
  published,
  registration,
} from '../../../support/contracts/credit.js';
import { refusalOf, type Committed } from '../../../support/contracts/ledger.js';
import { identityOf, random16 } from '../../../support/contracts/people.js';

const OTHER = enterprise(2);
/** Well formed, and nobody's: the standard's own example (GB 11643-1999). */
const CITIZEN = '11010519491231002X';
const identity = ({ subject, category, document }: EntryInput, source = MARKET): EntryIdentity => ({
  subject,
  source,
  category,
  document,
});

describe('contracts: credit, publishing', () => {
  it('writes each entry under its subject and id, and one event with the root over their links', async () => {
    const here = await creditCity();
    const inputs = [
      entryInput(),
      registration(OTHER),
      entryInput({ subject: OTHER, category: 'permit', facts: facts() }),
    ];
    const { answer, events, writes, tx } = await publish(here, inputs);
    expect(answer.entries).to.deep.equal(
      inputs.map((input) => ({
        subject: input.subject,
        entry: entryIdOf(nodeHashes.sha256, identity(input)),
      })),
    );
    const { subject, entry } = answer.entries[0]!;
    const record = schemas.creditEntry.parse(here.ledger.record(keys.entry(subject, entry)));
    expect(record).to.deep.include({ source: MARKET, state: 'standing', link: 1, facts: inputs[0]!.facts });
    expect(record.published).to.deep.include({ at: NOW, tx });
    const links = inputs.map((input) => entryLink(nodeHashes.sha256, identity(input), input.facts));
    expect(events).to.deep.equal([
      {
        v: 1,
        type: 'credit.publish',
        count: 3,
        source: MARKET,
        root: base64urlEncode(merkleRoot(nodeHashes.sha256, links)),
      },
    ]);
    expect([...writes.keys()].filter((key) => key.startsWith('entries~'))).to.have.lengthOf(2);
  });

  it('keeps a head by which an entry left out, or two swapped, do not go unseen', async () => {
    const here = await creditCity();
    const inputs = [entryInput(), entryInput(), entryInput()];
    await publish(here, inputs.slice(0, 2));
    await publish(here, inputs.slice(2));
    const { sets } = await here.read<EntriesAnswer>('credit:entriesOf', { subject: FIRM });
    const { head, entries } = sets[0]!;
    schemas.entrySet.parse(head);
    expect([head.count, head.revision]).to.deep.equal([4, 2]);
    const inOrder = entries
      .map(({ record }) => record)
      .toSorted((a, b) => a.link - b.link)
      .map(({ category, source, document, facts: said }) =>
        entryLink(nodeHashes.sha256, { subject: FIRM, source, category, document }, said),
      );
    const over = (links: readonly Uint8Array[]): string =>
      base64urlEncode(chainOver(nodeHashes.sha256, FIRM, links));
    expect(over(inOrder)).to.equal(head.chain);
    expect(over(inOrder.slice(0, -1))).to.not.equal(head.chain);
    expect(over([inOrder[0]!, inOrder[2]!, inOrder[1]!, inOrder[3]!])).to.not.equal(head.chain);
  });

  it('answers the same intent sent again with the first transaction, and other content with what stands', async () => {
    const here = await creditCity();
    const input = entryInput();
    const intent = random16();
    const { tx } = await publish(here, [input], { intent });
    const again = await refusalOf(publish(here, [input], { intent }));
    expect([again.code, again.details['transaction']]).to.deep.equal(['ALREADY_APPLIED', tx]);
    const other = await refusalOf(publish(here, [registration(OTHER), input]));
    expect([other.code, other.details.field]).to.deep.equal(['ENTRY_EXISTS', 'entries[1]']);
    expect(here.ledger.record(keys.entrySet(OTHER))).to.equal(undefined);
  });

  const refusals: readonly [string, string, string, () => EntryInput[]][] = [
    [
      'an enterprise nobody registered',
      'SUBJECT_UNKNOWN',
      'entries[0].subject',
      () => [entryInput({ subject: OTHER })],
    ],
    [
      'a person',
      'SUBJECT_IS_PERSON',
      'entries[0].subject',
      () => [entryInput({ subject: '11010519491231002X' })],
    ],
    [
      'a code of no known form',
      'SUBJECT_FORM_UNKNOWN',
      'entries[0].subject',
      () => [entryInput({ subject: 'M000100Y4' })],
    ],
    [
      'a wrong code',
      'CHECK_CHARACTER_WRONG',
      'entries[0].subject',
      () => [entryInput({ subject: '91350100M000100Y44' })],
    ],
    [
      'the same entry twice',
      'ENTRY_DUPLICATE',
      'entries[1]',
      () => Array(2).fill(entryInput()) as EntryInput[],
    ],
    [
      'a penalty dated tomorrow',
      'DECIDED_IN_FUTURE',
      'entries[0].facts.decidedAt',
      () => [entryInput({ facts: facts({ severity: 'minor', decidedAt: '2026-11-21' }) })],
    ],
    [
      'a day that does not exist',
      'DATE_IMPOSSIBLE',
      'entries[0].facts.decidedAt',
      () => [entryInput({ facts: facts({ severity: 'minor', decidedAt: '2026-02-29' }) })],
    ],
    [
      'an end that does not exist',
      'DATE_IMPOSSIBLE',
      'entries[0].facts.until',
      () => [entryInput({ facts: facts({ severity: 'minor', until: '2026-13-01' }) })],
    ],
    [
      'an end before the decision',
      'FIELD_INVALID',
      'entries[0].facts.until',
      () => [entryInput({ facts: facts({ severity: 'minor', until: '2026-11-01' }) })],
    ],
    [
      'a penalty without severity',
      'FIELD_INVALID',
      'entries[0].facts.severity',
      () => [entryInput({ facts: facts() })],
    ],
    [
      'an honour with one',
      'FIELD_INVALID',
      'entries[0].facts.severity',
      () => [entryInput({ category: 'honour', facts: facts({ severity: 'minor' }) })],
    ],
    [
      'a serious dishonesty that is minor',
      'FIELD_INVALID',
      'entries[0].facts.severity',
      () => [entryInput({ category: 'seriousDishonesty', facts: facts({ severity: 'minor' }) })],
    ],
    [
      'a permit that orders a measure',
      'FIELD_INVALID',
      'entries[0].facts.measure',
      () => [entryInput({ category: 'permit', facts: facts({ measure: measureOn(LICENCE) }) })],
    ],
    [
      'a measure on a certificate of persons',
      'FIELD_INVALID',
      'entries[0].facts.measure.license.type',
      () => [entryInput({ facts: facts({ severity: 'serious', measure: measureOn(QUALIFICATION) }) })],
    ],
    [
      'a measure on a certificate whose serial is a citizen number',
      'SERIAL_IS_CITIZEN_NUMBER',
      'entries[0].facts.measure.license.serial',
      () => [entryInput({ facts: facts({ severity: 'serious', measure: measureOn(LICENCE, CITIZEN) }) })],
    ],
    [
      'a citizen number in a document number',
      'HOLDS_CITIZEN_NUMBER',
      'entries[0].document',
      () => [entryInput({ document: `〔2026〕${CITIZEN}号` })],
    ],
  ];
  const measureOn = (type: string, serial = 'S1'): EntryMeasure => ({
    operation: 'revoke',
    license: { type, issuer: MARKET, serial, version: '001' },
  });

  for (const [what, code, field, inputs] of refusals) {
    it(`refuses ${what} by name, and writes nothing`, async () => {
      const here = await creditCity();
      const before = new Map(here.ledger.state);
      const refused = await refusalOf(publish(here, inputs()));
      expect([refused.code, refused.details.field]).to.deep.equal([code, field]);
      expect(here.ledger.state).to.deep.equal(before);
    });
  }

  it('takes a measure on an enterprise’s certificate, and a decision of today', async () => {
    const here = await creditCity();
    const said = facts({ severity: 'serious', decidedAt: '2026-11-20', measure: measureOn(LICENCE) });
    const place = await published(here, entryInput({ facts: said }));
    const { record } = await here.read<EntryView>('credit:get', place);
    expect(record.facts).to.deep.equal(said);
  });

  // A correction's measure was not looked at: it put on the ledger what a publication may not.
  it('refuses to have a person’s certificate named by a correction', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    for (const [license, field] of [
      [measureOn(QUALIFICATION), 'facts.measure.license.type'],
      [measureOn(LICENCE, CITIZEN), 'facts.measure.license.serial'],
    ] as const) {
      const said = facts({ severity: 'serious', measure: license });
      const refused = await refusalOf(creditAct(here, 'correct', place, 0, { facts: said }));
      expect(refused.details.field).to.equal(field);
    }
  });

  it('takes entries from departments of government only', async () => {
    const here = await creditCity();
    const call = here.as(identityOf('BankMSP', 'clerk', BANK), 'credit:publish', {
      v: 1,
      intent: random16(),
      person: 'OFFICER1',
      entries: [entryInput()],
    });
    expect((await refusalOf(call)).code).to.equal('SOURCE_NOT_ALLOWED');
  });

  it('flags who stands under a registration number of fifteen digits', async () => {
    const here = await creditCity();
    const legacy = '110108000000016';
    const place = await published(here, registration(legacy));
    expect((await here.read<EntryView>('credit:get', place)).legacy).to.equal(true);
    const { sets } = await here.read<EntriesAnswer>('credit:entriesOf', { subject: legacy });
    expect(sets[0]!.legacy).to.equal(true);
  });
});

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

describe('contracts: credit, reads', () => {
  it('give a page of a subject’s entries, in order of id, and the next', async () => {
    const here = await creditCity();
    await publish(here, [entryInput(), entryInput(), entryInput()]);
    const first = await here.read<EntriesPage>('credit:page', { subject: FIRM, limit: 3 });
    const rest = await here.read<EntriesPage>('credit:page', {
      subject: FIRM,
      limit: 3,
      cursor: first.cursor,
    });
    const ids = [...first.items, ...rest.items].map(({ entry }) => entry);
    expect(ids).to.have.lengthOf(4);
    expect(ids).to.deep.equal([...ids].sort());
    expect(rest.cursor).to.equal(undefined);
  });

  it('say that nothing is known of a subject, or of an entry', async () => {
    const here = await creditCity();
    expect((await refusalOf(here.read('credit:entriesOf', { subject: OTHER }))).code).to.equal(
      'SUBJECT_UNKNOWN',
    );
    const nowhere = { subject: FIRM, entry: random16() };
    expect((await refusalOf(here.read('credit:publishableAt', nowhere))).code).to.equal('ENTRY_UNKNOWN');
  });

  it('tell of an instant before its publication what will come', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    const { sets, at } = await here.read<EntriesAnswer>('credit:entriesOf', { subject: FIRM, at: NOW - 1 });
    expect(at).to.equal(NOW - 1);
    const penalty = sets[0]!.entries.find(({ entry }) => entry === place.entry)!;
    expect(penalty.publication).to.include({ shown: false, reason: 'notYet', from: NOW });
  });
});
