import { expect } from 'chai';
import {
  schemas,
  type LicensePage,
  type LicenseReference,
  type LicenseView,
  type StateAnswer,
} from '@hanlian/chaincode/domain';
import { actOn, makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import { city, City, DAY, HOUSING, MARKET, NOW, PERMIT } from '../../support/contracts/city.js';
import { refusalOf } from '../../support/contracts/ledger.js';
import { identityOf } from '../../support/contracts/people.js';

describe('contracts: reads of licenses', () => {
  let here: City;
  let license: LicenseReference;

  beforeEach(async () => {
    here = await city();
    const leaf = makeLeaf();
    await here.clerk('openBatch', openRequest(seal([leaf])));
    license = { type: PERMIT, issuer: MARKET, serial: leaf.serial, version: '001' };
  });

  const withoutVersion = (): Omit<LicenseReference, 'version'> => ({
    type: license.type,
    issuer: license.issuer,
    serial: license.serial,
  });

  it('give the current version where none is named', async () => {
    const view = await here.read<LicenseView>('license:get', withoutVersion());
    expect(schemas.licenseView.parse(view)).to.deep.include({
      ...license,
      current: '001',
      revision: 0,
      transitions: [],
    });
    expect(await here.read('license:get', license)).to.deep.equal(view);
  });

  it('answer the state with everything it rests on', async () => {
    await here.clerk('suspend', actOn('suspend', license, { effectiveAt: NOW + DAY, until: NOW + 2 * DAY }));
    const at = async (effectiveAt: number): Promise<StateAnswer> =>
      schemas.stateAnswer.parse(await here.read('license:stateAt', { ...withoutVersion(), effectiveAt }));
    expect(await at(NOW + DAY)).to.deep.equal({
      v: 1,
      ...license,
      current: '001',
      effectiveAt: NOW + DAY,
      state: '02',
      standing: 'suspended',
      since: NOW + DAY,
      until: NOW + 2 * DAY,
      revision: 1,
    });
    expect(await at(NOW)).to.include({ standing: 'valid', since: NOW, until: NOW + DAY });
    expect(await at(NOW - 1)).to.include({ standing: 'notYetValid', until: NOW });
  });

  it('tell of an unknown certificate', async () => {
    const unknown = { ...license, serial: 'UNKNOWN' };
    for (const [name, request] of [
      ['get', unknown],
      ['stateAt', { ...unknown, effectiveAt: NOW }],
      ['stateAt', { ...withoutVersion(), serial: 'UNKNOWN', effectiveAt: NOW }],
    ] as const) {
      expect((await refusalOf(here.read(`license:${name}`, request))).code).to.equal('LICENSE_UNKNOWN');
    }
  });

  it("page through one issuer's certificates of a type, each with its record", async () => {
    const serials = [license.serial];
    for (let i = 0; i < 4; i++) {
      const leaf = makeLeaf();
      serials.push(leaf.serial);
      await here.clerk('openBatch', openRequest(seal([leaf])));
    }
    await here.clerk('openBatch', openRequest(seal([makeLeaf()], { issuer: HOUSING })), HOUSING);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const request = { type: PERMIT, issuer: MARKET, limit: 2, ...(cursor && { cursor }) };
      const page = schemas.licensePage.parse(await here.read<LicensePage>('license:page', request));
      expect(page.items.every(({ version }) => version === '001')).to.equal(true);
      found.push(...page.items.map(({ serial }) => serial));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found).to.deep.equal(serials.sort());
  });

  it('take no cursor that leads to other records', async () => {
    for (const [name, list] of [
      ['license:page', { type: PERMIT, issuer: MARKET }],
      ['registry:list', { kind: 'type' }],
    ] as const) {
      const refused = await refusalOf(here.read(name, { ...list, limit: 2, cursor: 'dept~' }));
      expect(refused.code).to.equal('FIELD_INVALID');
      expect(refused.details).to.deep.equal({ field: 'cursor' });
    }
  });

  it('are open to members of the channel without a role', async () => {
    const identity = identityOf('BankMSP');
    const { answer, events } = await here.as<LicenseView>(identity, 'license:get', { v: 1, ...license });
    expect(answer.serial).to.equal(license.serial);
    expect(events).to.deep.equal([]);
  });
});
