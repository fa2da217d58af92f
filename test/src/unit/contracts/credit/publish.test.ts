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
  type EntriesAnswer,
  type EntryInput,
  type EntryMeasure,
  type EntryView,
} from '@hanlian/chaincode/domain';
import { BANK, LICENCE, MARKET, NOW, QUALIFICATION } from '../../../support/contracts/city.js';
import {
  creditAct,
  creditCity,
  enterprise,
  entryInput,
  facts,
  FIRM,
  identity,
  publish,
  published,
  registration,
} from '../../../support/contracts/credit.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { identityOf, random16 } from '../../../support/contracts/people.js';

const OTHER = enterprise(2);
/** Well formed, and nobody's: the standard's own example (GB 11643-1999). */
const CITIZEN = '11010519491231002X';

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
