import { expect } from 'chai';
import {
  canonicalize,
  keys,
  LIFECYCLE,
  schemas,
  type LicenseReference,
  type LicenseRecord,
  type LicenseView,
  type LicenseWritten,
  type Operation,
  type Transition,
} from '@hanlian/chaincode/domain';
import { actOn, makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import {
  city,
  City,
  DAY,
  HOUSING,
  MARKET,
  NOW,
  PERMIT,
  QUALIFICATION,
} from '../../support/contracts/city.js';
import { refusalOf, type Committed } from '../../support/contracts/ledger.js';
import { identityOf, random16, random32 } from '../../support/contracts/people.js';

/** What each operation carries besides, and how its transition keeps that. */
const PARTICULARS: Record<
  Exclude<Operation, 'amend' | 'renew'>,
  [asked: object, kept: Partial<Transition>]
> = {
  suspend: [{ until: NOW + 90 * DAY }, { u: NOW + 90 * DAY }],
  reinstate: [{}, {}],
  annul: [{}, {}],
  revoke: [{}, {}],
  deregister: [{}, {}],
  transferOut: [{ destination: '430100' }, { d: '430100' }],
  confirmTransferOut: [{ receipt: 'A'.repeat(43) }, { w: 'A'.repeat(43) }],
  cancelTransfer: [{}, {}],
  inspect: [
    { passed: true, nextDue: NOW + 365 * DAY },
    { r: true, u: NOW + 365 * DAY },
  ],
  other: [{ description: 'A'.repeat(43) }, { g: 'A'.repeat(43) }],
};
const operations = Object.keys(PARTICULARS) as (keyof typeof PARTICULARS)[];

/** An operation that leads to a state the given one can start from. */
const before = (operation: Operation): keyof typeof PARTICULARS | undefined => {
  if (operation === 'reinstate') return 'suspend';
  return operation === 'confirmTransferOut' || operation === 'cancelTransfer' ? 'transferOut' : undefined;
};

describe('contracts: acts', () => {
  let here: City;
  let license: LicenseReference;
  let revision: number;

  const issued = async (type = PERMIT): Promise<LicenseReference> => {
    const leaf = makeLeaf();
    await here.clerk('openBatch', openRequest(seal([leaf], { type })));
    return { type, issuer: MARKET, serial: leaf.serial, version: '001' };
  };

  beforeEach(async () => {
    here = await city();
    license = await issued();
    revision = 0;
  });

  const act = async (
    operation: keyof typeof PARTICULARS,
    more: object = {},
  ): Promise<Committed<LicenseWritten>> => {
    const request = actOn(operation, license, {
      expectedRevision: revision,
      ...PARTICULARS[operation][0],
      ...more,
    });
    const committed = await here.clerk(operation, request);
    revision++;
    return committed;
  };

  const record = (): LicenseRecord => here.ledger.record(keys.license(license)) as LicenseRecord;

  for (const operation of operations) {
    it(`${operation} leads to ${LIFECYCLE[operation].to} and leaves one transition`, async () => {
      const first = before(operation);
      if (first !== undefined) await act(first);
      const request = actOn(operation, license, {
        expectedRevision: revision,
        ...PARTICULARS[operation][0],
      });
      const { answer, tx, events } = await here.clerk(operation, request);
      const state = LIFECYCLE[operation].to;
      expect(answer).to.deep.equal({ v: 1, count: 1, revision: revision + 1, state, tx });
      expect(events).to.deep.equal([
        { v: 1, type: `license.${operation}`, count: 1, key: keys.license(license), effectiveAt: NOW },
      ]);
      const stands = schemas.licenseRecord.parse(record());
      expect(stands).to.include({ s: state, r: revision + 1 });
      expect(stands.h?.at(-1)).to.deep.equal({
        o: operation,
        s: state,
        e: NOW,
        t: NOW,
        n: request.intent,
        x: tx,
        l: request.basis.law,
        b: request.basis.digest,
        p: request.person,
        ...PARTICULARS[operation][1],
      });
    });

    // The confirmation of a transfer carries another region's receipt besides.
    const most = operation === 'confirmTransferOut' ? 330 : 300;
    it(`${operation} adds at most ${most} bytes, two people included`, async () => {
      license = await issued(QUALIFICATION);
      const first = before(operation);
      if (first !== undefined) await act(first);
      const length = Buffer.byteLength(canonicalize(record()));
      await act(operation);
      // The record's first transition brings the list's own name along.
      const names = revision === 1 ? '"h":[],"r":1,"s":"01",'.length : ','.length;
      expect(Buffer.byteLength(canonicalize(record())) - length - names).to.be.at.most(most);
      expect(record().h?.at(-1)?.k).to.equal('OFFICER2');
    });
  }

  it('adds at most 512 bytes, however long its parts', () => {
    const LAST_INSTANT = 253402300799;
    for (const operation of schemas.operation.options) {
      const kept = operation in PARTICULARS ? PARTICULARS[operation as keyof typeof PARTICULARS][1] : {};
      const longest = schemas.transition.parse({
        ...kept,
        ...('u' in kept && { u: LAST_INSTANT }),
        ...('r' in kept && { r: false }),
        o: operation,
        s: '05',
        e: LAST_INSTANT,
        t: LAST_INSTANT,
        n: random16(),
        x: random32(),
        l: '𠮷'.repeat(40),
        b: random32(),
        p: 'P'.repeat(22),
        k: 'K'.repeat(22),
        a: MARKET,
        y: 1,
      } satisfies Transition);
      expect(Buffer.byteLength(canonicalize(longest)), operation).to.be.at.most(512);
    }
  });

  it('suspends without an end, and notes a failed inspection with none due', async () => {
    await here.clerk('inspect', actOn('inspect', license, { passed: false }));
    await here.clerk('suspend', actOn('suspend', license, { expectedRevision: 1 }));
    expect(record().h?.map(({ o, r, u }) => [o, r, u])).to.deep.equal([
      ['inspect', false, undefined],
      ['suspend', undefined, undefined],
    ]);
  });

  it('refuses what the state does not allow, listing what it does', async () => {
    await act('revoke');
    const refused = await refusalOf(act('reinstate'));
    expect(refused.code).to.equal('ILLEGAL_TRANSITION');
    expect(refused.details).to.deep.equal({
      expected: ['annul'],
      received: 'reinstate',
      state: '07',
      standing: 'revoked',
    });
  });

  it('refuses a suspension that ends before it begins', async () => {
    expect((await refusalOf(act('suspend', { until: NOW }))).details).to.include({ field: 'until' });
  });

  it('lets only an annulment reach back', async () => {
    await act('suspend');
    const refused = await refusalOf(act('revoke', { effectiveAt: NOW - 1 }));
    expect(refused.code).to.equal('EFFECTIVE_BEFORE_LAST');
    expect((await act('annul', { effectiveAt: NOW - 365 * DAY })).answer.state).to.equal('03');
  });

  it('says of an intent sent twice which transaction applied it, however long ago', async () => {
    const request = actOn('inspect', license, { passed: true });
    const { tx } = await here.clerk('inspect', request);
    revision = 1;
    for (let i = 0; i < 10; i++) await act('inspect');
    for (const expectedRevision of [0, 11]) {
      const refused = await refusalOf(here.clerk('inspect', { ...request, expectedRevision }));
      expect(refused.code).to.equal('ALREADY_APPLIED');
      expect(refused.details).to.deep.equal({ transaction: tx });
    }
  });

  it('is written only on the revision it was decided on', async () => {
    await act('suspend');
    const refused = await refusalOf(here.clerk('reinstate', actOn('reinstate', license)));
    expect(refused.code).to.equal('STALE');
    expect(refused.details).to.deep.equal({ field: 'expectedRevision', expected: 1, received: 0 });
  });

  it('is refused to others: another department, another role, another MSP', async () => {
    const request = actOn('annul', license);
    expect((await refusalOf(here.clerk('annul', request, HOUSING))).code).to.equal('OTHER_DEPARTMENT');
    const registrar = here.as(identityOf('BureauMSP', 'registrar', MARKET), 'license:annul', request);
    expect((await refusalOf(registrar)).code).to.equal('ROLE_NOT_ALLOWED');
    const foreign = here.as(identityOf('BankMSP', 'clerk', MARKET), 'license:annul', request);
    expect((await refusalOf(foreign)).code).to.equal('WRONG_MSP');
  });

  it('tells of an unknown certificate', async () => {
    const unknown = { ...license, version: '002' };
    const refused = await refusalOf(here.clerk('annul', actOn('annul', unknown)));
    expect(refused.code).to.equal('LICENSE_UNKNOWN');
    expect(refused.details).to.deep.equal({ received: unknown });
  });

  describe('a claimed time before the last', () => {
    it('is flagged within 15 minutes and refused beyond, counted from the issue at first', async () => {
      here.now = NOW - 900;
      await act('inspect');
      expect(record().h?.[0]).to.include({ t: NOW - 900, y: 1 });
      here.now = NOW - 901;
      license = await issuedAt(NOW);
      revision = 0;
      const refused = await refusalOf(act('inspect'));
      expect(refused.code).to.equal('TXTIME_TOO_OLD');
      expect(refused.details).to.deep.equal({ expected: NOW - 900, received: NOW - 901 });
    });

    it('is counted from the latest claim, so that it cannot creep back', async () => {
      await act('inspect');
      here.now = NOW - 600;
      await act('inspect');
      here.now = NOW - 1200;
      expect((await refusalOf(act('inspect'))).code).to.equal('TXTIME_TOO_OLD');
      here.now = NOW;
      await act('inspect');
      expect(record().h?.map(({ y }) => y)).to.deep.equal([undefined, 1, undefined]);
    });

    const issuedAt = async (now: number): Promise<LicenseReference> => {
      const then = here.now;
      here.now = now;
      const reference = await issued();
      here.now = then;
      return reference;
    };
  });

  it('keeps the last eight transitions in the record and all of them in order', async () => {
    const intents: string[] = [];
    for (let i = 0; i < 11; i++) {
      const intent = random16();
      intents.push(intent);
      await act('inspect', { intent });
    }
    expect(record().h).to.have.length(8);
    expect(record().z).to.equal(3);
    const view = await here.read<LicenseView>('license:get', license);
    expect(schemas.licenseView.parse(view).transitions.map(({ n }) => n)).to.deep.equal(intents);
    expect(view.revision).to.equal(11);
    expect(here.ledger.record(keys.overflow(license, 2))).to.include({ n: intents[2] });
  });

  it('asks for the description of 99 and the receipt of a transfer', async () => {
    const { description, ...withoutDescription } = actOn('other', license, { description: random32() });
    expect(description).to.be.a('string');
    const refused = await refusalOf(here.clerk('other', withoutDescription));
    expect([refused.code, refused.details.field]).to.deep.equal(['FIELD_MISSING', 'description']);
    await act('transferOut');
    const confirm = actOn('confirmTransferOut', license, { expectedRevision: 1 });
    expect((await refusalOf(here.clerk('confirmTransferOut', confirm))).details.field).to.equal('receipt');
  });
});
