import { expect } from 'chai';
import {
  generateCitizenNumber,
  schemas,
  type BatchStatement,
  type LicenseRecord,
} from '@hanlian/chaincode/domain';
import {
  basis,
  fiveYears,
  makeLeaf,
  openingOf,
  ofPermits,
  recordOf,
  openRequest,
  randomSerial,
  seal,
} from '../../../support/contracts/batches.js';
import {
  change,
  city,
  City,
  HOUSING,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  PREPARER,
  UNACCREDITED,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { identityOf, random16, random32 } from '../../../support/contracts/people.js';

describe('contracts: batches', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  it('records the batch once and each certificate with its digests, at most 260 bytes', async () => {
    const leaf = makeLeaf();
    const sealed = seal([makeLeaf({ serial: randomSerial() }), leaf]);
    const request = openRequest(sealed);
    const { answer, tx, events, writes } = await here.clerk('openBatch', request);
    const { batch, root } = sealed.opening.statement;
    expect(answer).to.deep.equal({ v: 1, batch, count: 2, tx });
    expect(events).to.deep.equal([
      { v: 1, type: 'license.openBatch', count: 2, batch, root, start: 0, ...ofPermits },
    ]);
    const record = recordOf(here, leaf);
    expect(schemas.licenseRecord.parse(record)).to.deep.equal({
      v: 1,
      b: batch,
      i: 1,
      d: leaf.documentRoot,
      m: leaf.documentSm3Root,
      c: leaf.commitment,
      f: NOW,
      u: fiveYears(NOW),
    });
    for (const [key, value] of writes) {
      if (key.startsWith('lic~')) expect(Buffer.byteLength(value)).to.be.at.most(260);
    }
    expect(schemas.batchRecord.parse(here.ledger.record(`batch~${batch}`))).to.deep.equal({
      v: 1,
      ...sealed.opening,
      txTime: NOW,
      intent: request.intent,
      tx,
    });
    expect(schemas.runRecord.parse(here.ledger.record(`run~${batch}~00000`))).to.include({ length: 2, tx });
  });

  it('keeps the longest record at issue within 260 bytes', () => {
    const longest: LicenseRecord = {
      v: 1,
      b: random16(),
      i: 9999,
      d: random32(),
      m: random32(),
      c: random32(),
      f: 253402300799,
      u: 253402300799,
    };
    expect(Buffer.byteLength(JSON.stringify(longest))).to.be.at.most(260);
  });

  describe('who may open one', () => {
    const open = async (department: string, statement: Partial<BatchStatement> = {}): Promise<string> =>
      (await refusalOf(here.clerk('openBatch', openRequest(seal([makeLeaf()], statement)), department))).code;

    it('is a clerk of the issuer, under the MSP it is registered with', async () => {
      expect(await open(HOUSING)).to.equal('OTHER_DEPARTMENT');
      const request = openRequest(seal([makeLeaf()]));
      const foreign = here.as(identityOf('BankMSP', 'clerk', MARKET), 'license:openBatch', request);
      expect((await refusalOf(foreign)).code).to.equal('WRONG_MSP');
      const officer = here.as(identityOf('BureauMSP', 'officer', MARKET), 'license:openBatch', request);
      expect((await refusalOf(officer)).code).to.equal('ROLE_NOT_ALLOWED');
    });

    it('is accredited for the type while it seals', async () => {
      expect(await open(UNACCREDITED, { issuer: UNACCREDITED })).to.equal('NOT_ACCREDITED');
      await here.registrar('putAccreditation', {
        ...change(0),
        department: MARKET,
        type: PERMIT,
        since: LAST_YEAR,
        until: NOW,
      });
      expect(await open(MARKET)).to.equal('NOT_ACCREDITED');
    });
  });

  it('is opened once: the intent again is answered, the id under another intent refused', async () => {
    const request = openRequest(seal([makeLeaf()]));
    const { tx } = await here.clerk('openBatch', request);
    here.now = NOW + 2 * 3600;
    const again = await refusalOf(here.clerk('openBatch', request));
    expect(again.code).to.equal('ALREADY_APPLIED');
    expect(again.details).to.deep.equal({ transaction: tx });
    const other = await refusalOf(here.clerk('openBatch', { ...request, intent: random16() }));
    expect(other.code).to.equal('STALE');
    expect(other.details).to.include({ field: 'statement.batch' });
  });

  it('lets no citizen number on the ledger as a basis or an officer', async () => {
    const person = generateCitizenNumber({ region: '420102', birthDate: '1987-06-05', sequence: '017' });
    for (const [field, more] of [
      ['basis.law', { basis: { ...basis(), law: `持证人${person}申请` } }],
      ['person', { person }],
    ] as const) {
      const refused = await refusalOf(here.clerk('openBatch', openRequest(seal([makeLeaf()]), more)));
      expect(refused.code).to.equal('HOLDS_CITIZEN_NUMBER');
      expect(refused.details).to.deep.equal({ field });
      expect(refused.message).not.to.include(person);
    }
  });

  it('refuses a request that is not whole, naming the field', async () => {
    const sealed = seal([makeLeaf()]);
    const run = sealed.runs[0];
    const refused = await refusalOf(
      here.clerk(
        'openBatch',
        openRequest(sealed, { run: { ...run, leaves: [{ ...run?.leaves[0], serial: 'ü' }] } }),
      ),
    );
    expect(refused.code).to.equal('FIELD_INVALID');
    expect(refused.details).to.include({ field: 'run.leaves[0].serial' });
    const opening = { ...openingOf(sealed.opening.statement), basis: { ...basis(), law: '' } };
    const law = await refusalOf(here.clerk('openBatch', { v: 1, intent: random16(), ...opening }));
    expect(law.details).to.include({ field: 'basis.law' });
    expect(PREPARER.id).to.equal(opening.person);
  });

  it('tells of an unknown batch', async () => {
    const refused = await refusalOf(here.read('license:getBatch', { batch: random16() }));
    expect(refused.code).to.equal('BATCH_UNKNOWN');
  });
});
