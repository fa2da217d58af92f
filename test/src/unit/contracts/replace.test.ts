import { expect } from 'chai';
import {
  keys,
  schemas,
  type BatchStatement,
  type LicenseRecord,
  type LicenseReference,
  type LicenseWritten,
  type Operation,
  type RunLeaf,
  type StateAnswer,
} from '@hanlian/chaincode/domain';
import { actOn, fiveYears, makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import {
  change,
  city,
  City,
  DAY,
  LICENCE,
  MARKET,
  NOW,
  PERMIT,
  typeFacts,
} from '../../support/contracts/city.js';
import { refusalOf, type Committed } from '../../support/contracts/ledger.js';
import { random16, random32 } from '../../support/contracts/people.js';

type Replacing = Extract<Operation, 'amend' | 'renew'>;

interface Parts {
  readonly leaf?: Partial<RunLeaf>;
  readonly statement?: Partial<BatchStatement>;
  readonly act?: Readonly<Record<string, unknown>>;
}

describe('contracts: amend and renew', () => {
  let here: City;
  let license: LicenseReference;

  const issued = async (facts: Partial<RunLeaf> = {}, type = PERMIT): Promise<LicenseReference> => {
    const leaf = makeLeaf(facts);
    await here.clerk('openBatch', openRequest(seal([leaf], { type })));
    return { type, issuer: MARKET, serial: leaf.serial, version: '001' };
  };

  beforeEach(async () => {
    here = await city();
    license = await issued();
  });

  const requestFor = (
    operation: Replacing,
    { leaf: facts = {}, statement = {}, act = {} }: Parts = {},
  ): object => {
    const request = actOn(operation, license, act);
    const { type, issuer, serial, version } = license;
    const leaf = makeLeaf({
      serial,
      version: String(Number(version) + 1).padStart(3, '0'),
      effectiveFrom: request.effectiveAt,
      ...facts,
    });
    const { opening } = seal([leaf], { kind: operation, type, issuer, ...statement });
    return { ...request, opening, leaf };
  };

  const replace = (operation: Replacing, parts: Parts = {}): Promise<Committed<LicenseWritten>> =>
    here.clerk(operation, requestFor(operation, parts));

  const recordOf = (version: string): LicenseRecord =>
    schemas.licenseRecord.parse(here.ledger.record(keys.license({ ...license, version })));

  const stateAt = (effectiveAt: number, version?: string): Promise<StateAnswer> => {
    const { type, issuer, serial } = license;
    return here.read('license:stateAt', { type, issuer, serial, effectiveAt, ...(version && { version }) });
  };

  for (const operation of ['amend', 'renew'] as const) {
    it(`${operation} supersedes the old version and lets the new one stand, in one step`, async () => {
      const request = requestFor(operation, { leaf: { effectiveTo: fiveYears(NOW) } });
      const { answer, tx, events } = await here.clerk(operation, request);
      const { batch, root } = (request as { opening: { statement: BatchStatement } }).opening.statement;
      expect(answer).to.deep.equal({ v: 1, batch, count: 1, revision: 1, state: '05', tx });
      const key = keys.license(license);
      expect(events).to.deep.equal([
        { v: 1, type: `license.${operation}`, count: 1, key, effectiveAt: NOW, batch, root },
      ]);
      expect(recordOf('001')).to.include({ s: '05', r: 1 });
      expect(recordOf('002')).to.include({ b: batch, i: 0, f: NOW });
      const head = here.ledger.record(keys.head(license));
      expect(schemas.headRecord.parse(head)).to.deep.equal({ v: 1, version: '002' });
    });
  }

  it('goes on from version to version, and refuses to act on one that is past', async () => {
    await replace('amend');
    const past = await refusalOf(replace('amend', { act: { expectedRevision: 1 } }));
    expect(past.code).to.equal('ILLEGAL_TRANSITION');
    license = { ...license, version: '002' };
    await replace('amend');
    expect(here.ledger.record(keys.head(license))).to.include({ version: '003' });
    expect((await stateAt(NOW)).version).to.equal('003');
  });

  it('takes the place of the old one at the instant it ends, also when that lies ahead', async () => {
    const end = fiveYears(NOW);
    here.now = end - 60 * DAY;
    const statement = { sealedAt: here.now };
    await replace('renew', { act: { effectiveAt: end - DAY }, statement });
    expect(await stateAt(end - DAY - 1)).to.include({
      version: '001',
      current: '002',
      standing: 'valid',
      until: end - DAY,
    });
    expect(await stateAt(end - DAY)).to.include({ version: '002', standing: 'valid' });
    expect(await stateAt(end - DAY - 1, '002')).to.include({ standing: 'notYetValid' });
    expect(await stateAt(end - DAY, '001')).to.include({ standing: 'superseded', state: '05' });
    expect(await stateAt(NOW - 1)).to.include({ version: '001', standing: 'notYetValid' });
  });

  it('renews within the grace after the end, amends no more', async () => {
    const end = fiveYears(NOW);
    here.now = end + 30 * DAY - 1;
    const act = { effectiveAt: here.now };
    const statement = { sealedAt: here.now };
    const late = await refusalOf(replace('amend', { act, statement }));
    expect(late.code).to.equal('ILLEGAL_TRANSITION');
    expect(late.details).to.deep.include({
      standing: 'expired',
      expected: ['renew', 'annul', 'deregister'],
    });
    await replace('renew', { act, statement });
    expect(await stateAt(end)).to.include({ version: '001', standing: 'expired', state: '05', since: end });
    expect(await stateAt(here.now)).to.include({ version: '002', standing: 'valid' });
  });

  it('gives a renewal the period of its type, an amendment the old end', async () => {
    const act = { effectiveAt: NOW + DAY };
    const prolonged = await refusalOf(replace('amend', { act }));
    expect(prolonged.details).to.deep.include({ field: 'leaf.effectiveTo', expected: fiveYears(NOW) });
    await replace('amend', { act, leaf: { effectiveTo: fiveYears(NOW) } });
    license = { ...license, version: '002' };
    const kept = await refusalOf(replace('renew', { act, leaf: { effectiveTo: fiveYears(NOW) } }));
    expect(kept.details).to.deep.include({ field: 'leaf.effectiveTo', expected: fiveYears(NOW + DAY) });
    await replace('renew', { act });
  });

  it('keeps an amendment without end where there was none', async () => {
    license = await issued({ effectiveTo: null }, LICENCE);
    await replace('amend', { leaf: { effectiveTo: null } });
    // The type has a term by now, but an amendment does not bring it to a certificate that had none.
    await here.registrar('putType', { ...change(0), ...typeFacts(LICENCE) });
    license = { ...license, version: '002' };
    const statement = { typeRevision: 1 };
    expect((await refusalOf(replace('amend', { statement }))).details.expected).to.equal(null);
    await replace('amend', { leaf: { effectiveTo: null }, statement });
  });

  it('refuses a new version that does not continue the old', async () => {
    const mismatches: [Parts, string][] = [
      [{ statement: { type: LICENCE } }, 'opening.statement.type'],
      [{ statement: { issuer: LICENCE.slice(0, 18) } }, 'opening.statement.issuer'],
      [{ statement: { count: 2 } }, 'opening.statement.count'],
      [{ leaf: { serial: 'ANOTHER' } }, 'leaf.serial'],
      [{ leaf: { version: '003' } }, 'leaf.version'],
      [{ leaf: { effectiveFrom: NOW + 1 } }, 'leaf.effectiveFrom'],
      [{ leaf: { origin: random32() } }, 'leaf.origin'],
      [{ leaf: { asserted: [] } }, 'leaf.asserted'],
      [{ statement: { kind: 'issue' } }, 'statement.kind'],
    ];
    for (const [parts, field] of mismatches) {
      const refused = await refusalOf(replace('amend', parts));
      expect([refused.code, refused.details.field]).to.deep.equal(['FIELD_INVALID', field]);
    }
    const root = await refusalOf(replace('amend', { statement: { root: random32() } }));
    expect(root.code).to.equal('BATCH_PATH_INVALID');
    const type = await refusalOf(replace('amend', { statement: { typeRevision: 3 } }));
    expect(type.code).to.equal('STALE');
  });

  it('answers an intent sent twice with the first transaction', async () => {
    const request = requestFor('renew');
    const { tx } = await here.clerk('renew', request);
    const refused = await refusalOf(here.clerk('renew', request));
    expect(refused.code).to.equal('ALREADY_APPLIED');
    expect(refused.details).to.deep.equal({ transaction: tx });
  });

  it('has no version after 999', async () => {
    const key = (version: string): string => keys.license({ ...license, version });
    here.ledger.state.set(key('999'), here.ledger.state.get(key('001')) ?? '');
    license = { ...license, version: '999' };
    const request = requestFor('amend', { leaf: { version: '999' } });
    expect((await refusalOf(here.clerk('amend', request))).details.field).to.equal('version');
  });

  it('leaves an old version to be annulled alone', async () => {
    await replace('amend');
    await here.clerk('annul', actOn('annul', license, { expectedRevision: 1 }));
    expect(await stateAt(NOW, '001')).to.include({ standing: 'annulled' });
    expect(await stateAt(NOW, '002')).to.include({ standing: 'valid' });
  });

  it('refuses an act whose intent the batch or the record has seen', async () => {
    const intent = random16();
    await here.clerk('inspect', actOn('inspect', license, { intent, passed: true }));
    const refused = await refusalOf(replace('amend', { act: { intent, expectedRevision: 1 } }));
    expect(refused.code).to.equal('ALREADY_APPLIED');
  });
});
