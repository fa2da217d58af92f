import { expect } from 'chai';
import type { ConsistencyReport } from '@hanlian/chaincode/domain';
import {
  consistency,
  demand,
  negative,
  put,
  REGISTRATIONS,
  resource,
  responsibility,
  retire,
} from '../../../support/contracts/catalogue.js';
import {
  change,
  city,
  DAY,
  HOUSING,
  MARKET,
  NOW,
  UNACCREDITED,
  type City,
} from '../../../support/contracts/city.js';

const kindsOf = ({ found }: ConsistencyReport): readonly string[] => found.map(({ kind }) => kind);

describe('contracts: consistency of catalogue and lists', () => {
  let here: City;
  beforeEach(async () => {
    here = await city();
  });

  it('is given where every list agrees, with coverage and share rate of each department', async () => {
    await put(here, 'resources', [
      resource(),
      resource({ code: '307001/0002', share: 'conditional', condition: '限监管用途', open: true }),
      resource({ code: '307001/0003', share: 'none', legalBasis: '《数据安全法》第二十一条' }),
    ]);
    await put(
      here,
      'responsibilities',
      ['1', '2', '3'].map((n) => responsibility({ id: `R00${n}`, resource: `307001/000${n}` })),
    );
    await put(here, 'negatives', [negative({ resource: '307001/0003' })]);
    await put(here, 'demands', [demand()], { department: HOUSING });
    const report = await consistency(here);
    expect(report).to.deep.include({ at: NOW, consistent: true, counts: {}, found: [] });
    const market = {
      responsibilities: 3,
      covered: 3,
      overdue: 0,
      coverage: 10000,
      resources: 3,
      unconditional: 1,
      conditional: 1,
      keptBack: 1,
      shareRate: 6666,
      open: 1,
      demanded: 1,
      demands: 0,
      negatives: 1,
    };
    expect(report.departments).to.have.deep.members(
      [
        { department: MARKET, ...market },
        {
          department: HOUSING,
          ...Object.fromEntries(Object.keys(market).map((name) => [name, 0])),
          ...{ coverage: undefined, shareRate: undefined },
          demands: 1,
        },
      ].map((one) => JSON.parse(JSON.stringify(one)) as typeof one),
    );
    expect(report.total).to.deep.equal({ ...market, demands: 1 });
  });

  it('finds nothing in an empty catalogue, and has no rate of it', async () => {
    const report = await consistency(here);
    expect(report).to.deep.include({ consistent: true, departments: [] });
    expect(report.total).not.to.have.any.keys('coverage', 'shareRate');
  });

  it('finds a responsibility without its resource, and says when it is overdue', async () => {
    await put(here, 'responsibilities', [
      responsibility(),
      responsibility({ id: 'R002', resource: '307001/0002', due: '2026-12-31' }),
    ]);
    const { found, departments } = await consistency(here);
    expect(found).to.deep.equal([
      {
        kind: 'responsibilityWithoutResource',
        department: MARKET,
        key: `resp~${MARKET}~R001`,
        resource: REGISTRATIONS,
        overdue: true,
      },
      {
        kind: 'responsibilityWithoutResource',
        department: MARKET,
        key: `resp~${MARKET}~R002`,
        resource: '307001/0002',
      },
    ]);
    expect(departments[0]).to.include({ responsibilities: 2, covered: 0, overdue: 1, coverage: 0 });
  });

  it('takes another department’s resource for none of one’s own', async () => {
    await put(here, 'resources', [resource({ provider: HOUSING })], { department: HOUSING });
    await put(here, 'responsibilities', [responsibility()]);
    expect(kindsOf(await consistency(here))).to.deep.equal([
      'responsibilityWithoutResource',
      'resourceWithoutResponsibility',
    ]);
  });

  it('finds demands without resource, without responsibility, and beyond what the resource has by now', async () => {
    await put(here, 'demands', [demand(), demand({ id: 'D002', resource: '307001/0009' })], {
      department: HOUSING,
    });
    await put(here, 'resources', [resource({ items: resource().items.slice(0, 1) })]);
    const { found, counts } = await consistency(here);
    expect(found.filter(({ kind }) => kind.startsWith('demand'))).to.deep.equal([
      {
        kind: 'demandWithoutResource',
        department: HOUSING,
        key: `demand~${HOUSING}~D002`,
        resource: '307001/0009',
      },
      {
        kind: 'demandWithoutResponsibility',
        department: MARKET,
        key: `demand~${HOUSING}~D001`,
        resource: REGISTRATIONS,
      },
      {
        kind: 'demandWithoutResponsibility',
        department: HOUSING,
        key: `demand~${HOUSING}~D002`,
        resource: '307001/0009',
      },
      {
        kind: 'demandBeyondResource',
        department: HOUSING,
        key: `demand~${HOUSING}~D001`,
        resource: REGISTRATIONS,
        fields: ['entName'],
      },
    ]);
    expect(counts).to.include({ demandWithoutResponsibility: 2, demandBeyondResource: 1 });
  });

  it('finds what is shared though it is kept back, and what is kept back without an entry in force', async () => {
    await put(here, 'resources', [resource()]);
    await put(here, 'responsibilities', [responsibility()]);
    await put(here, 'negatives', [negative({ until: '2026-11-21' })]);
    expect(kindsOf(await consistency(here))).to.deep.equal(['negativeShared']);
    const none = resource({ share: 'none', legalBasis: '《数据安全法》第二十一条' });
    await put(here, 'resources', [{ ...none, expectedRevision: 0 }]);
    expect((await consistency(here)).consistent).to.equal(true);
    // Its last day has passed: either it is kept back anew, by a law, or it is shared.
    here.now = NOW + 3 * DAY;
    expect(kindsOf(await consistency(here))).to.deep.equal(['keptBackWithoutNegative']);
  });

  it('finds what is kept back of a resource or item that is no more', async () => {
    await put(here, 'resources', [resource()]);
    await put(here, 'responsibilities', [responsibility()]);
    await put(here, 'negatives', [negative({ field: 'capital' })]);
    expect((await consistency(here)).consistent).to.equal(true);
    await put(here, 'resources', [
      { ...resource({ items: resource().items.slice(0, 2) }), expectedRevision: 0 },
    ]);
    const [gone] = (await consistency(here)).found;
    expect(gone).to.deep.include({ kind: 'negativeWithoutResource', fields: ['capital'] });
    await put(here, 'negatives', [negative({ id: 'N002' })]);
    const reference = { kind: 'resource', code: REGISTRATIONS };
    await retire(here, [{ entry: reference, reason: '停用', expectedRevision: 1 }]);
    expect((await consistency(here)).counts).to.deep.equal({
      responsibilityWithoutResource: 1,
      negativeWithoutResource: 2,
    });
  });

  it('tells of one department alone, and names no more of a kind than asked', async () => {
    const many = ['1', '2', '3'].map((n) => responsibility({ id: `R00${n}`, resource: `307001/000${n}` }));
    await put(here, 'responsibilities', many);
    await put(here, 'responsibilities', [responsibility({ department: HOUSING })], { department: HOUSING });
    const report = await consistency(here, { department: MARKET, limit: 2 });
    expect(report.found).to.have.lengthOf(2);
    expect(report.counts).to.deep.equal({ responsibilityWithoutResource: 3 });
    expect(report.departments.map(({ department }) => department)).to.deep.equal([MARKET]);
    expect(report.total.responsibilities).to.equal(4);
  });

  it('counts what a succeeded department left for its successor', async () => {
    await put(here, 'resources', [resource()]);
    await put(here, 'responsibilities', [responsibility()]);
    await here.registrar('succeedDepartment', {
      ...change(0),
      code: MARKET,
      successor: UNACCREDITED,
      since: NOW + DAY,
    });
    const next = responsibility({ department: UNACCREDITED, id: 'R900', resource: '307001/0009' });
    here.now = NOW + 2 * DAY;
    await put(here, 'responsibilities', [next], { department: UNACCREDITED });
    const { departments, found } = await consistency(here);
    expect(departments).to.have.lengthOf(1);
    expect(departments[0]).to.include({ department: UNACCREDITED, responsibilities: 2, covered: 1 });
    expect(found[0]).to.include({ department: UNACCREDITED });
    expect((await consistency(here, { at: NOW })).departments[0]).to.include({ department: MARKET });
  });

  it('tells of any past day what stood then', async () => {
    await put(here, 'responsibilities', [responsibility()]);
    here.now = NOW + DAY;
    await put(here, 'resources', [resource()]);
    here.now = NOW + 2 * DAY;
    await put(here, 'resources', [
      { ...resource({ share: 'conditional', condition: '限监管用途' }), expectedRevision: 0 },
    ]);
    const at = async (days: number): Promise<ConsistencyReport> =>
      consistency(here, { at: NOW + days * DAY });
    expect(kindsOf(await at(0))).to.deep.equal(['responsibilityWithoutResource']);
    expect((await at(1)).total).to.include({ covered: 1, unconditional: 1, conditional: 0 });
    expect((await at(2)).total).to.include({ covered: 1, unconditional: 0, conditional: 1 });
    expect((await at(-1)).total).to.include({ responsibilities: 0 });
  });
});
