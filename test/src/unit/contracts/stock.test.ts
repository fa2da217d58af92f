import { expect } from 'chai';
import {
  keys,
  schemas,
  type AssertedTransition,
  type BatchRecord,
  type LicenseRecord,
  type LicenseReference,
  type LicenseWritten,
  type RunLeaf,
  type StateAnswer,
} from '@hanlian/chaincode/domain';
import { actOn, makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import {
  change,
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
import { random16, random32 } from '../../support/contracts/people.js';

const referenceOf = ({ serial, version }: RunLeaf, type = PERMIT): LicenseReference => ({
  type,
  issuer: MARKET,
  serial,
  version,
});

describe('contracts: what came from elsewhere', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  const recordOf = (leaf: RunLeaf): LicenseRecord =>
    schemas.licenseRecord.parse(here.ledger.record(keys.license(referenceOf(leaf))));

  describe('stock', () => {
    const past: AssertedTransition[] = [
      { operation: 'suspend', state: '02', effectiveAt: NOW - 50 * DAY, until: NOW - 10 * DAY },
      { operation: 'reinstate', state: '01', effectiveAt: NOW - 20 * DAY },
      { operation: 'revoke', state: '07', effectiveAt: NOW - 5 * DAY },
    ];
    const stock = (facts: Partial<RunLeaf> = {}): RunLeaf =>
      makeLeaf({ effectiveFrom: NOW - 100 * DAY, effectiveTo: NOW + 7 * DAY, ...facts });
    const importOne = (leaf: RunLeaf): Promise<Committed<LicenseWritten>> =>
      here.clerk('openBatch', openRequest(seal([leaf], { kind: 'import' })));

    it('keeps its own period, its origin and its past, marked as asserted', async () => {
      const leaf = stock({ origin: random32(), asserted: past });
      const { tx } = await importOne(leaf);
      const record = recordOf(leaf);
      expect(record).to.include({ s: '07', w: leaf.origin, f: NOW - 100 * DAY, u: NOW + 7 * DAY });
      const batch = here.ledger.record(keys.batch(record.b)) as BatchRecord;
      expect(record.h).to.deep.equal(
        past.map(({ operation, state, effectiveAt, until }) => ({
          o: operation,
          s: state,
          e: effectiveAt,
          t: NOW,
          n: batch.intent,
          x: tx,
          l: batch.basis.law,
          b: batch.basis.digest,
          p: batch.person,
          ...(until !== undefined && { u: until }),
          q: 1,
        })),
      );
      const standing = async (effectiveAt: number): Promise<string> => {
        const request = { ...referenceOf(leaf), effectiveAt };
        return (await here.read<StateAnswer>('license:stateAt', request)).standing;
      };
      expect(await standing(NOW - 30 * DAY)).to.equal('suspended');
      expect(await standing(NOW - 15 * DAY)).to.equal('valid');
      expect(await standing(NOW)).to.equal('revoked');
    });

    it('goes on from its asserted state', async () => {
      const leaf = stock({ asserted: past.slice(0, 1) });
      await importOne(leaf);
      const act = actOn('revoke', referenceOf(leaf));
      const { answer } = await here.clerk('revoke', { ...act, effectiveAt: NOW - 15 * DAY });
      expect(answer).to.include({ state: '07', revision: 1 });
      expect(recordOf(leaf).h?.map(({ q }) => q)).to.deep.equal([1, undefined]);
    });

    it('comes in runs of a batch of its kind', async () => {
      const sealed = seal([stock()], { kind: 'import' });
      const { run, ...opening } = openRequest(sealed);
      await here.clerk('openBatch', opening);
      const request = { v: 1, intent: random16(), batch: sealed.opening.statement.batch, run };
      expect((await refusalOf(here.clerk('issue', request))).details.field).to.equal('batch');
      const { events } = await here.clerk('importStock', request);
      expect(events[0]?.type).to.equal('license.importStock');
    });

    it('of a later version is what the head names, and takes the serial whole', async () => {
      const leaf = stock({ version: '003' });
      await importOne(leaf);
      expect(here.ledger.record(keys.head(referenceOf(leaf)))).to.deep.equal({ v: 1, version: '003' });
      const { serial } = leaf;
      for (const version of ['001', '002', '003']) {
        const again = await refusalOf(importOne(stock({ serial, version })));
        expect(again.code).to.equal('SERIAL_TAKEN');
      }
      const { type, issuer } = referenceOf(leaf);
      const answer = await here.read<StateAnswer>('license:stateAt', {
        type,
        issuer,
        serial,
        effectiveAt: NOW - 200 * DAY,
      });
      expect(answer).to.include({ version: '003', standing: 'notYetValid' });
    });

    it('has no past the life cycle forbids', async () => {
      const refused = async (asserted: AssertedTransition[]): Promise<unknown[]> => {
        const { code, details } = await refusalOf(importOne(stock({ asserted })));
        return [code, details.field];
      };
      const [suspended, reinstated, revoked] = past as [
        AssertedTransition,
        AssertedTransition,
        AssertedTransition,
      ];
      expect(await refused([reinstated])).to.deep.equal(['ILLEGAL_TRANSITION', undefined]);
      expect(await refused([revoked, suspended])).to.deep.equal(['EFFECTIVE_BEFORE_LAST', 'effectiveAt']);
      expect(await refused([suspended, { ...reinstated, state: '04' }])).to.deep.equal([
        'FIELD_INVALID',
        'run.leaves[0].asserted[1].state',
      ]);
      expect(await refused([{ ...suspended, effectiveAt: NOW + 3 * 366 * DAY }])).to.deep.equal([
        'EFFECTIVE_TOO_LATE',
        'effectiveAt',
      ]);
    });

    it('may be without an end whatever its type, but ends after it begins', async () => {
      await importOne(stock({ effectiveTo: null, asserted: past }));
      const refused = await refusalOf(importOne(stock({ effectiveTo: NOW - 100 * DAY })));
      expect(refused.details).to.include({ field: 'run.leaves[0].effectiveTo' });
    });
  });

  describe('a transfer', () => {
    const request = (leaf: RunLeaf, kind: 'transferIn' | 'issue' = 'transferIn'): object => {
      const { opening } = seal([leaf], { kind });
      return { v: 1, intent: random16(), ...opening, leaf };
    };

    it('in brings the digest of where it came from', async () => {
      const leaf = makeLeaf({ origin: random32(), effectiveFrom: NOW - DAY, effectiveTo: NOW + DAY });
      const asked = request(leaf);
      const { answer, tx, events } = await here.clerk('transferIn', asked);
      const { batch, root } = (asked as { statement: { batch: string; root: string } }).statement;
      expect(answer).to.deep.equal({ v: 1, batch, count: 1, tx });
      const key = keys.license(referenceOf(leaf));
      expect(events).to.deep.equal([{ v: 1, type: 'license.transferIn', count: 1, key, batch, root }]);
      expect(recordOf(leaf)).to.include({ w: leaf.origin, i: 0 });
      expect((await refusalOf(here.clerk('transferIn', asked))).code).to.equal('ALREADY_APPLIED');
    });

    it('in is refused without an origin, and as another kind of batch', async () => {
      const without = await refusalOf(here.clerk('transferIn', request(makeLeaf())));
      expect(without.details.field).to.equal('run.leaves[0].origin');
      const kind = await refusalOf(here.clerk('transferIn', request(makeLeaf(), 'issue')));
      expect(kind.details.field).to.equal('statement.kind');
    });
  });

  describe('a department that has succeeded another', () => {
    const leaf = makeLeaf();
    const later = NOW + DAY;

    beforeEach(async () => {
      await here.clerk('openBatch', openRequest(seal([leaf])));
      await here.registrar('succeedDepartment', {
        ...change(0),
        code: MARKET,
        successor: HOUSING,
        since: later,
      });
    });

    const suspend = (department: string, expectedRevision = 0): Promise<Committed<LicenseWritten>> =>
      here.clerk('suspend', actOn('suspend', referenceOf(leaf), { expectedRevision }), department);

    it('acts on its licenses from that day on, and is named; the old one before', async () => {
      expect((await refusalOf(suspend(HOUSING))).code).to.equal('OTHER_DEPARTMENT');
      here.now = later;
      expect((await refusalOf(suspend(MARKET))).code).to.equal('OTHER_DEPARTMENT');
      await suspend(HOUSING);
      expect(recordOf(leaf).h?.[0]).to.include({ o: 'suspend', a: HOUSING });
    });

    it('may amend, renew and bring in its stock, but issues under its own code', async () => {
      here.now = later;
      const open = (kind: 'issue' | 'import'): Promise<Committed<LicenseWritten>> =>
        here.clerk('openBatch', openRequest(seal([makeLeaf()], { kind, sealedAt: later })), HOUSING);
      const refused = await refusalOf(open('issue'));
      expect(refused.code).to.equal('OTHER_DEPARTMENT');
      expect(refused.details).to.include({ field: 'statement.issuer', expected: HOUSING });
      const { answer } = await open('import');
      expect(here.ledger.record(keys.batch(answer.batch ?? ''))).to.include({ actor: HOUSING });
      const transferIn = { v: 1, intent: random16() };
      const { opening } = seal([makeLeaf({ origin: random32() })], { kind: 'transferIn', sealedAt: later });
      const call = here.clerk('transferIn', { ...transferIn, ...opening, leaf: makeLeaf() }, HOUSING);
      expect((await refusalOf(call)).code).to.equal('OTHER_DEPARTMENT');
    });

    it('finishes the batches the old one opened', async () => {
      const sealed = seal([makeLeaf()]);
      const { run, ...opening } = openRequest(sealed);
      await here.clerk('openBatch', opening);
      here.now = later;
      const issue = { v: 1, intent: random16(), batch: sealed.opening.statement.batch, run };
      expect((await refusalOf(here.clerk('issue', issue))).code).to.equal('OTHER_DEPARTMENT');
      await here.clerk('issue', issue, HOUSING);
    });

    it('stands in line: its own successor acts for both', async () => {
      await here.registrar('putDepartment', {
        ...change(),
        code: QUALIFICATION.slice(0, 18),
        name: { zh: '新局', en: 'New bureau' },
        kind: 'department',
        mspId: 'BureauMSP',
        since: NOW,
      });
      await here.registrar('succeedDepartment', {
        ...change(1),
        code: HOUSING,
        successor: QUALIFICATION.slice(0, 18),
        since: later,
      });
      here.now = later;
      expect((await refusalOf(suspend(HOUSING))).code).to.equal('OTHER_DEPARTMENT');
      await suspend(QUALIFICATION.slice(0, 18));
    });
  });
});
