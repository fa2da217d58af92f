import { expect } from 'chai';
import {
  keys,
  recordDigest,
  type CatalogueAnswer,
  type CataloguePage,
  type CatalogueReference,
  type Resource,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  demand,
  negative,
  put,
  REGISTRATIONS,
  resource,
  responsibility,
  retire,
} from '../../../support/contracts/catalogue.js';
import {
  BANK,
  change,
  city,
  DAY,
  departmentFacts,
  HOUSING,
  MARKET,
  NOW,
  UNACCREDITED,
  type City,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { identityOf, random16 } from '../../../support/contracts/people.js';

const entry: CatalogueReference = { kind: 'resource', code: REGISTRATIONS };

describe('contracts: catalogue and lists', () => {
  let here: City;
  beforeEach(async () => {
    here = await city();
  });

  const recordOf = async (reference: CatalogueReference, revision?: number): Promise<Resource> => {
    const request = { entry: reference, ...(revision !== undefined && { revision }) };
    const { record } = await here.read<CatalogueAnswer>('catalogue:get', request);
    return record as Resource;
  };

  it('keep each entry with its revisions, and read back any of them', async () => {
    const { answer } = await put(here, 'resources', [resource()]);
    expect(answer).to.deep.include({ count: 1, entries: [{ key: `res~${REGISTRATIONS}`, revision: 0 }] });
    await put(here, 'resources', [{ ...resource({ name: '企业登记信息' }), expectedRevision: 0 }]);
    expect((await recordOf(entry)).name).to.equal('企业登记信息');
    expect((await recordOf(entry, 0)).name).to.equal('企业登记基本信息');
    const unknown = await refusalOf(recordOf(entry, 2));
    expect(unknown.code).to.equal('CATALOGUE_ENTRY_UNKNOWN');
    const other = { kind: 'demand', department: MARKET, id: 'D9' } as const;
    expect((await refusalOf(recordOf(other))).details).to.deep.equal({ received: other });
  });

  it('tell of one entry by its key and digest, of several by the root over all of them', async () => {
    const { events } = await put(here, 'resources', [resource()]);
    const record = here.ledger.record(keys.resource(REGISTRATIONS)) as object;
    expect(events[0]).to.deep.include({
      type: 'catalogue.putResources',
      count: 1,
      key: keys.resource(REGISTRATIONS),
      root: recordDigest(nodeHashes.sha256, record),
    });
    const two = [resource({ code: '307001/0002' }), resource({ code: '307001/0003' })];
    const several = await put(here, 'resources', two);
    const leaves = two.map(({ code }) =>
      nodeHashes.sha256(Buffer.from(`\0${here.ledger.state.get(keys.resource(code))}`)),
    );
    const root = nodeHashes.sha256(Buffer.concat([Buffer.of(1), ...leaves]));
    expect(several.events[0]).to.deep.equal({
      v: 1,
      type: 'catalogue.putResources',
      count: 2,
      root: Buffer.from(root).toString('base64url'),
    });
  });

  it('take all entries of a request or none, each once, and say which was decided on another revision', async () => {
    const twice = await refusalOf(put(here, 'resources', [resource(), resource()]));
    expect(twice.code).to.equal('CATALOGUE_ENTRY_DUPLICATE');
    expect(twice.details).to.include({ field: 'entries[1]' });
    await put(here, 'resources', [resource()]);
    const stale = await refusalOf(put(here, 'resources', [resource({ code: '307001/0002' }), resource()]));
    expect(stale.code).to.equal('STALE');
    expect(stale.details).to.include({ field: 'entries[1]', expected: 0 });
    expect(here.ledger.state.has(keys.resource('307001/0002'))).to.equal(false);
  });

  it('take a request once, however often it is sent', async () => {
    const intent = random16();
    await put(here, 'responsibilities', [responsibility()], { intent });
    const again = await refusalOf(put(here, 'responsibilities', [responsibility()], { intent }));
    expect(again.code).to.equal('ALREADY_APPLIED');
  });

  it('are their own department’s, or its successor’s', async () => {
    for (const [kind, one] of [
      ['resources', resource()],
      ['responsibilities', responsibility()],
      ['demands', demand({ department: MARKET })],
    ] as const) {
      const other = await refusalOf(put(here, kind, [one], { department: HOUSING }));
      expect(other.code, kind).to.equal('OTHER_DEPARTMENT');
      await put(here, kind, [one]);
    }
    await here.registrar('succeedDepartment', {
      ...change(0),
      code: MARKET,
      successor: UNACCREDITED,
      since: NOW + DAY,
    });
    here.now = NOW + 2 * DAY;
    const moved = { ...resource({ provider: UNACCREDITED }), expectedRevision: 0 };
    expect((await refusalOf(put(here, 'resources', [moved]))).code).to.equal('OTHER_DEPARTMENT');
    await put(here, 'resources', [moved], { department: UNACCREDITED });
    expect((await recordOf(entry)).provider).to.equal(UNACCREDITED);
  });

  it('does not let a resource be taken from its provider', async () => {
    await put(here, 'resources', [resource()]);
    const taken = { ...resource({ provider: HOUSING }), expectedRevision: 0 };
    expect((await refusalOf(put(here, 'resources', [taken], { department: HOUSING }))).code).to.equal(
      'OTHER_DEPARTMENT',
    );
    expect((await refusalOf(put(here, 'resources', [taken]))).code).to.equal('OTHER_DEPARTMENT');
  });

  it('are kept by the government; a bank may demand', async () => {
    await put(here, 'resources', [resource()]);
    const bank = { department: BANK, msp: 'BankMSP' };
    for (const [kind, one] of [
      ['resources', resource({ provider: BANK })],
      ['responsibilities', responsibility({ department: BANK })],
      ['negatives', negative({ department: BANK })],
    ] as const) {
      const refused = await refusalOf(put(here, kind, [one], { ...bank, role: 'clerk' }));
      expect(refused.code, kind).to.equal('PROVIDER_NOT_ALLOWED');
    }
    await put(here, 'demands', [demand({ department: BANK })], { ...bank, role: 'officer' });
  });

  it('refuse a demand for items a resource does not have; one not catalogued yet may be demanded', async () => {
    await put(here, 'demands', [demand({ resource: '307001/0009' })], { department: HOUSING });
    await put(here, 'resources', [resource()]);
    const beyond = demand({ id: 'D002', fields: ['creditCode', 'telephone'] });
    const refused = await refusalOf(put(here, 'demands', [beyond], { department: HOUSING }));
    expect(refused.code).to.equal('DEMAND_BEYOND_RESOURCE');
    expect(refused.details).to.deep.include({ field: 'entries[0].fields', received: ['telephone'] });
  });

  it('let only the provider keep its resource back, one that there is', async () => {
    const missing = await refusalOf(put(here, 'negatives', [negative()]));
    expect(missing.code).to.equal('RESOURCE_UNKNOWN');
    await put(here, 'resources', [resource()]);
    const others = negative({ department: HOUSING });
    expect((await refusalOf(put(here, 'negatives', [others], { department: HOUSING }))).code).to.equal(
      'OTHER_DEPARTMENT',
    );
    await put(here, 'negatives', [negative(), negative({ id: 'N002', field: 'capital' })]);
    await retire(here, [{ entry, reason: '机构改革', expectedRevision: 0 }]);
    expect((await refusalOf(put(here, 'negatives', [negative({ id: 'N003' })]))).code).to.equal(
      'RESOURCE_UNKNOWN',
    );
  });

  it('retire with a reason, once, stay readable, and stand again when they are put anew', async () => {
    await put(here, 'resources', [resource()]);
    await put(here, 'demands', [demand()], { department: HOUSING });
    const asked = { kind: 'demand', department: HOUSING, id: 'D001' };
    const others = [{ entry: asked, reason: '不再需要', expectedRevision: 0 }];
    expect((await refusalOf(retire(here, others))).code).to.equal('OTHER_DEPARTMENT');
    const own = [{ entry, reason: '机构改革', expectedRevision: 0 }];
    await retire(here, own);
    expect((await recordOf(entry)).retired).to.deep.equal({ at: NOW, reason: '机构改革' });
    const again = await refusalOf(retire(here, [{ ...own[0], expectedRevision: 1 }]));
    expect(again.code).to.equal('CATALOGUE_ENTRY_RETIRED');
    await put(here, 'resources', [{ ...resource(), expectedRevision: 1 }]);
    expect((await recordOf(entry)).retired).to.equal(undefined);
    expect((await recordOf(entry, 1)).retired?.reason).to.equal('机构改革');
  });

  // Banks' officers may demand, and so may retire: a department's officer took from the negative list what a clerk had put there.
  it('are retired by the roles that may put them: an officer retires a demand, and no more', async () => {
    await put(here, 'resources', [resource()]);
    await put(here, 'responsibilities', [responsibility()]);
    await put(here, 'negatives', [negative()]);
    await put(here, 'demands', [demand({ department: MARKET })], { role: 'officer' });
    const byOfficer = (reference: CatalogueReference): Promise<unknown> =>
      retire(here, [{ entry: reference, reason: '停用', expectedRevision: 0 }], MARKET, 'officer');
    for (const kept of [
      entry,
      { kind: 'responsibility', department: MARKET, id: 'R001' },
      { kind: 'negative', department: MARKET, id: 'N001' },
    ] as const)
      expect((await refusalOf(byOfficer(kept))).code, kept.kind).to.equal('ROLE_NOT_ALLOWED');
    await byOfficer({ kind: 'demand', department: MARKET, id: 'D001' });
  });

  it('come page by page, lists also of one department', async () => {
    const codes = ['307001/0001', '307001/0002', '307001/0003'];
    await put(
      here,
      'resources',
      codes.map((code) => resource({ code })),
    );
    const first = await here.read<CataloguePage>('catalogue:page', { kind: 'resource', limit: 2 });
    expect(first.records.map((each) => (each as Resource).code)).to.deep.equal(codes.slice(0, 2));
    const rest = await here.read<CataloguePage>('catalogue:page', {
      kind: 'resource',
      limit: 2,
      cursor: first.cursor,
    });
    expect(rest.records).to.have.lengthOf(1);
    expect(rest.cursor).to.equal(undefined);
    await put(here, 'demands', [demand()], { department: HOUSING });
    await put(here, 'demands', [demand({ department: MARKET })]);
    const own = await here.read<CataloguePage>('catalogue:page', {
      kind: 'demand',
      department: HOUSING,
      limit: 5,
    });
    expect(own.records).to.have.lengthOf(1);
    const wrong = here.read('catalogue:page', { kind: 'resource', department: MARKET, limit: 5 });
    expect((await refusalOf(wrong)).details).to.deep.equal({ field: 'department' });
  });

  it('stand with departments the registry knows, by the MSP it names', async () => {
    await here.registrar('putDepartment', { ...change(0), ...departmentFacts(MARKET), until: NOW - 1 });
    expect((await refusalOf(put(here, 'resources', [resource()]))).code).to.equal('DEPARTMENT_NOT_IN_FORCE');
    const foreign = put(here, 'demands', [demand()], { department: HOUSING, msp: 'BankMSP' });
    expect((await refusalOf(foreign)).code).to.equal('WRONG_MSP');
  });
});

describe('contracts: versions of open sets', () => {
  let here: City;
  beforeEach(async () => {
    here = await city();
    await put(here, 'resources', [resource({ open: true })]);
  });

  const file = (text: string): object => ({
    fileName: 'registrations.csv',
    mediaType: 'text/csv',
    size: text.length,
    sha256: Buffer.from(nodeHashes.sha256(Buffer.from(text))).toString('base64url'),
    sm3: Buffer.from(nodeHashes.sm3(Buffer.from(text))).toString('base64url'),
  });
  const publish = (version: number, more: object = {}, department = MARKET): Promise<unknown> =>
    here.as(identityOf('BureauMSP', 'clerk', department), 'catalogue:publishOpenVersion', {
      v: 1,
      intent: random16(),
      resource: REGISTRATIONS,
      version,
      ...file(`version ${version}`),
      ...more,
    });

  it('follow one another, each for good, and are listed in order', async () => {
    await publish(1);
    await publish(2);
    expect((await refusalOf(publish(2))).code).to.equal('STALE');
    expect((await refusalOf(publish(4))).code).to.equal('OPEN_VERSION_OUT_OF_ORDER');
    const first = await here.read<{ records: { version: number }[]; cursor: string }>(
      'catalogue:pageOpenVersions',
      { resource: REGISTRATIONS, limit: 1 },
    );
    expect(first.records[0]).to.include({ version: 1, ...file('version 1') });
    const rest = await here.read<{ records: { version: number }[]; cursor?: string }>(
      'catalogue:pageOpenVersions',
      { resource: REGISTRATIONS, limit: 1, cursor: first.cursor },
    );
    expect(rest.records[0]).to.include({ version: 2 });
  });

  it('are told of by key and digest', async () => {
    const { events } = (await publish(1)) as { events: object[] };
    const key = keys.openVersion(REGISTRATIONS, 1);
    expect(events[0]).to.deep.include({
      key,
      root: recordDigest(nodeHashes.sha256, here.ledger.record(key) as object),
    });
  });

  it('are the provider’s, of a resource that is open and stands', async () => {
    expect((await refusalOf(publish(1, {}, HOUSING))).code).to.equal('OTHER_DEPARTMENT');
    const unknown = await refusalOf(publish(1, { resource: '307001/0009' }));
    expect(unknown.code).to.equal('RESOURCE_UNKNOWN');
    await put(here, 'resources', [{ ...resource(), expectedRevision: 0 }]);
    expect((await refusalOf(publish(1))).code).to.equal('RESOURCE_NOT_OPEN');
    await put(here, 'resources', [{ ...resource({ open: true }), expectedRevision: 1 }]);
    await retire(here, [{ entry, reason: '停用', expectedRevision: 2 }]);
    expect((await refusalOf(publish(1))).code).to.equal('RESOURCE_UNKNOWN');
  });
});
