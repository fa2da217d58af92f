import '../support/quiet.js';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const FOOD = '11100000MB0143028R901';
const DAY = 24 * 3600 * 1000;
const HOLDER = { typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' };
const ORDER = {
  type: FOOD,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    {
      holders: [HOLDER],
      fields: { unitName: HOLDER.name, unitCode: HOLDER.code, premises: '示例路1号' },
    },
  ],
};
const { market: former, drug: successor, audit: elsewhere } = DEPARTMENTS;

/** The files of a certificate whose issuer is no more: under whose seal they are made, and when under none. */
describe('a certificate in its forms, once another department has its issuer’s place', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let now: number;
  let id: string;

  const registrar = (): SampleCallerKey => callerOf(city, 'registrar');
  const clerk = (): SampleCallerKey => callerOf(city, 'market-clerk');

  before(async () => {
    folder = await newFolder();
    now = Date.now();
    city = await runCity(folder, { clock: () => now });
    const { certificates } = made(await city.ask(clerk(), '/v1/licenses', ORDER));
    [{ id }] = certificates as [{ id: string }];
    const since = new Date(now + DAY + 8 * 3600 * 1000).toISOString().slice(0, 10);
    const accreditation = `/v1/accreditations/${successor.code}/${FOOD}`;
    made(await city.put(registrar(), accreditation, { since: '2020-01-01' }));
    const succession = { successor: successor.code, since };
    made(await city.ask(registrar(), `/v1/departments/${former.code}/succession`, succession));
    now += DAY;
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const download = async (form: 'pdf' | 'ofd'): Promise<Response> =>
    fetch(`${clerk().url}/v1/licenses/${id}/document.${form}`, {
      headers: { authorization: `Bearer ${clerk().key}` },
    });
  const verified = async (bytes: Uint8Array): Promise<JsonObject> => {
    const file = Buffer.from(bytes).toString('base64');
    return made(await city.ask('bank', '/v1/verifications', { file }));
  };

  it('is a PDF and an OFD under the successor’s seals, though its own clerk asks', async () => {
    for (const form of ['pdf', 'ofd'] as const) {
      const answer = await download(form);
      expect(answer.status, form).to.equal(200);
      const { verdict, checks } = await verified(await answer.bytes());
      expect(verdict, JSON.stringify(checks)).to.equal('VALID');
    }
  });

  it('is an SD-JWT under the successor’s seal', async () => {
    const { sdJwt } = made(await city.ask(clerk(), `/v1/licenses/${id}/sd-jwt`, {})) as { sdJwt: string };
    const { checks } = await verified(Buffer.from(sdJwt));
    const issuer = (checks as JsonObject[]).find(({ name }) => name === 'issuer');
    expect(issuer, JSON.stringify(checks)).to.deep.include({ code: 'ISSUER_VALID' });
  });

  // All three were once made under a key that was reported stolen, and every verifier refused them.
  it('is made in no form under a seal that may not sign any more', async () => {
    const { seals } = city.hub('bureau').administration;
    const at = Math.floor(now / 1000);
    for (const suite of ['ES256', 'SM2'] as const) {
      const { keyDigest } = await seals.liveAt(successor.code, at, suite);
      const path = `/v1/seal-keys/${successor.code}/${keyDigest}/compromise`;
      made(await city.ask(registrar(), path, { since: `${new Date(now).toISOString().slice(0, 19)}Z` }));
    }
    const exported = await city.ask(clerk(), `/v1/licenses/${id}/sd-jwt`, {});
    expect([exported.status, exported.body.code]).to.deep.equal([422, 'SEAL_KEY_NOT_LIVE']);
    for (const form of ['pdf', 'ofd'] as const) {
      const refused = await download(form);
      expect(refused.status, form).to.equal(422);
      expect(await refused.json()).to.include({ code: 'SEAL_KEY_NOT_LIVE' });
    }
  });

  // The caller was told that it may not, and to ask its administrator for permission.
  it('is made in no form where the department now in charge keeps its seal in another hub', async () => {
    const since = new Date(now + DAY + 8 * 3600 * 1000).toISOString().slice(0, 10);
    const accreditation = `/v1/accreditations/${elsewhere.code}/${FOOD}`;
    made(await city.put(registrar(), accreditation, { since: '2020-01-01' }));
    const succession = { successor: elsewhere.code, since };
    made(await city.ask(registrar(), `/v1/departments/${successor.code}/succession`, succession));
    now += DAY;
    const exported = await city.ask(clerk(), `/v1/licenses/${id}/sd-jwt`, {});
    expect([exported.status, exported.body.code]).to.deep.equal([422, 'SEAL_ELSEWHERE']);
    // An OFD needs a seal in SM2 besides, and the registry has none of this department.
    for (const [form, code] of [
      ['pdf', 'SEAL_ELSEWHERE'],
      ['ofd', 'SM2_SEAL_NEEDED'],
    ] as const) {
      expect(await (await download(form)).json()).to.include({ status: 422, code });
    }
    const document = made(await city.ask(clerk(), `/v1/licenses/${id}/document`));
    expect(made(await city.ask('bank', '/v1/verifications', { document })).verdict).to.equal('VALID');
  });
});
