import { expect } from 'chai';
import { openFile } from '@hanlian/certificates';
import { api, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { callerOf } from '../support/answers.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, rawBytes, removeFolder } from '../support/folders.js';
import { zipped } from '../support/workbook.js';
import { keptDocuments, type KeptDocument } from '../support/secrets.js';

const MARKET = DEPARTMENTS.market.code;
const LICENCE = TYPES.businessLicense.code;
const DRUG = DEPARTMENTS.drug.code;
const DRUG_LICENCE = TYPES.drugBusiness.code;
const CAUSE = '办理食品经营许可，核验申请人的营业执照';
const access = {
  interfaces: api.deployedInterface.options,
  types: [LICENCE],
  fields: ['unitName'],
  dailyQuota: 1000,
  since: '2026-01-01',
  until: '2099-12-31',
  addresses: ['127.0.0.0/8', '::1'],
};

describe('the interfaces departments called before', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let licences: readonly KeptDocument[];

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const call = async (
    name: string,
    data: object,
    as = 'market-clerk',
    head: object = {},
  ): Promise<Answer> => {
    const request = {
      head: { accessId: as, accessToken: named(as).key, ...head },
      data: { useCause: CAUSE, ...data },
    };
    const response = await fetch(`${city.url('bureau')}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return { status: response.status, body: (await response.json()) as JsonObject };
  };
  const allow = async (department: string, changes: object = {}): Promise<void> => {
    const answer = await city.put(named('operator'), `/v1/interface-access/${department}`, {
      ...access,
      ...changes,
    });
    expect(answer.status, JSON.stringify(answer.body)).equal(200);
  };
  const dataOf = ({ status, body }: Answer): JsonObject => {
    expect(status, JSON.stringify(body)).equal(200);
    expect(body.head).to.include({ status: '0' });
    return body.data as JsonObject;
  };
  const used = async (department = MARKET): Promise<number> =>
    (await city.ask(named('operator'), `/v1/interface-access/${department}`)).body.usedToday as number;

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    licences = (await keptDocuments(city.hub('bureau'))).filter(({ id }) =>
      id.includes(`.${LICENCE}.${MARKET}.`),
    );
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('are closed to an organisation until its access is set up, by the operator alone', async () => {
    const data = { certTypeCode: LICENCE, certNo: 'A' };
    expect((await call('queryCert', data)).status).equal(403);
    const own = await city.put(named('market-clerk'), `/v1/interface-access/${MARKET}`, access);
    expect(own.status).equal(403);
    await allow(MARKET);
    expect(dataOf(await call('queryCert', data))).deep.equal({ certs: [] });
  });

  it('answer in their own style, with the fields of the mask and no others', async () => {
    const { id, holders } = licences[0]!;
    const info = dataOf(await call('queryCertInfo', { certId: id }));
    expect(info).to.include({ certId: id, certTypeCode: LICENCE, issuerCode: MARKET, status: 'valid' });
    expect(Object.keys(info.fields as object)).deep.equal(['unitName']);
    const byNumber = dataOf(await call('queryCert', { certTypeCode: LICENCE, certNo: info.certNo }));
    expect((byNumber.certs as { certId: string }[]).map(({ certId }) => certId)).deep.equal([id]);
    const { typeCode, code } = holders[0]!;
    const held = dataOf(
      await call('queryCertInfoByHolderCode', {
        certTypeCode: LICENCE,
        holderTypeCode: typeCode,
        holderCode: code,
      }),
    );
    expect((held.certs as { certId: string }[]).map(({ certId }) => certId)).to.include(id);
    expect(JSON.stringify(held)).to.not.include(code);
  });

  it('give a file that verifies with what is left of it', async () => {
    const { id, holders } = licences[0]!;
    const { file } = dataOf(await call('downloadFile', { certId: id }));
    expect(JSON.stringify(file)).to.not.include(holders[0]!.code);
    const verified = dataOf(await call('verifyFile', { file }));
    expect(verified.verdict).equal('VALID');
    const told = await city.ask('bureau', '/v1/verifications', { document: file });
    expect(told.body.verdict).equal('VALID');
    const changed = { ...(file as JsonObject), validity: { from: 0, to: null } };
    expect(dataOf(await call('verifyFile', { file: changed })).verdict).equal('INVALID');
    expect(dataOf(await call('verifyCertInfo', { certId: id })).verdict).equal('VALID');
  });

  it('give the same file as PDF and OFD, masked alike, and verify whatever they gave', async () => {
    const { id, holders } = licences[0]!;
    const { fileType, file } = dataOf(await call('downloadFile', { certId: id, fileType: 'pdf' }));
    const pdf = Buffer.from(file as string, 'base64');
    expect([fileType, pdf.subarray(0, 5).toString()]).deep.equal(['pdf', '%PDF-']);
    const { evidence } = await openFile(pdf);
    expect(Buffer.from(evidence!).toString()).to.not.include(holders[0]!.code);
    expect(dataOf(await call('verifyFile', { file })).verdict).equal('VALID');
    const changed = Buffer.concat([pdf, Buffer.from('\n')]).toString('base64');
    expect(dataOf(await call('verifyFile', { file: changed })).verdict).equal('INVALID');
    expect(dataOf(await call('verifyFile', { file: 'AAAA' })).verdict).equal('INVALID');
    // This department seals in ES256 alone, and an OFD has a seal in SM2.
    const ofd = await call('downloadFile', { certId: id, fileType: 'ofd' });
    expect([ofd.status, ofd.body.code]).deep.equal([422, 'SM2_SEAL_NEEDED']);
    expect((await call('downloadFile', { certId: id, fileType: 'png' })).body.code).equal('FIELD_INVALID');
  });

  it('give an OFD where the department seals in SM2, and verify it', async () => {
    const standing = `/v1/licenses?type=${DRUG_LICENCE}&standing=valid&limit=1`;
    const { body } = await city.ask(named('drug-clerk'), standing);
    const [{ id }] = body.items as [{ id: string }];
    await allow(DRUG, { types: [DRUG_LICENCE] });
    const { fileType, file } = dataOf(
      await call('downloadFile', { certId: id, fileType: 'ofd' }, 'drug-clerk'),
    );
    const verified = dataOf(await call('verifyFile', { file }, 'drug-clerk'));
    expect([fileType, verified.verdict]).deep.equal(['ofd', 'VALID']);
    // What the organisation has no access to, it may not ask about by a file either.
    expect((await call('verifyFile', { file })).status).equal(403);
  });

  it('verify what is shown as SD-JWT, and each document of a batch', async () => {
    const { id } = licences[0]!;
    const { body } = await city.ask(named('market-clerk'), `/v1/licenses/${id}/sd-jwt`, {});
    const sdJwt = Buffer.from(body.sdJwt as string);
    expect(dataOf(await call('verifyFile', { file: sdJwt.toString('base64') })).verdict).equal('VALID');
    const batch = await zipped({ 'a.jwt': sdJwt, 'b.jwt': sdJwt.subarray(0, -30) });
    const { verdict, files } = dataOf(await call('verifyFile', { file: batch.toString('base64') }));
    const told = (files as JsonObject[]).map((one) => [one.file, one.verdict]);
    expect([verdict, told]).deep.equal([
      'INVALID',
      [
        ['a.jwt', 'VALID'],
        ['b.jwt', 'INVALID'],
      ],
    ]);
    const stranger = { accessToken: 'nobody' };
    expect((await call('verifyFile', { file: 'AAAA' }, 'market-clerk', stranger)).status).equal(401);
  });

  it('tell another department no more than /v1 does', async () => {
    const { id, holders } = licences[0]!;
    await allow(DEPARTMENTS.land.code);
    expect((await call('queryCertInfo', { certId: id }, 'land-clerk')).status).equal(404);
    expect((await call('downloadFile', { certId: id }, 'land-clerk')).status).equal(404);
    const { typeCode: holderTypeCode, code: holderCode } = holders[0]!;
    const held = await call(
      'queryCertInfoByHolderCode',
      { certTypeCode: LICENCE, holderTypeCode, holderCode },
      'land-clerk',
    );
    expect(dataOf(held)).deep.equal({ certs: [] });
  });

  it('give a narrowed credential no more than /v1 gives it', async () => {
    const { id, holders } = licences[0]!;
    const [{ typeCode: holderTypeCode, code: holderCode }] = holders as [(typeof holders)[number]];
    const list = { path: `/v1/licenses?type=${LICENCE}`, scope: 'license:page' };
    const document = { path: `/v1/licenses/${id}/document`, scope: 'license:document' };
    const questions = [
      { name: 'queryCert', data: { certTypeCode: LICENCE, certNo: 'A' }, same: list },
      { name: 'queryCertInfo', data: { certId: id }, same: document },
      {
        name: 'queryCertInfoByHolderCode',
        data: { certTypeCode: LICENCE, holderTypeCode, holderCode },
        same: document,
      },
      { name: 'downloadFile', data: { certId: id }, same: document },
    ];
    for (const scope of ['license:get', 'license:page', 'license:document']) {
      const input = { kind: 'key', name: scope, scopes: [scope] };
      const made = await city.ask(named('market-clerk'), '/v1/credentials', input);
      const key = made.body.key as string;
      for (const { name, data, same } of questions) {
        const there = await call(name, data, 'market-clerk', { accessToken: key });
        const here = await city.ask({ ...named('market-clerk'), key }, same.path);
        const expected = scope === same.scope ? 200 : 403;
        expect([there.status, here.status], `${name} with ${scope}`).deep.equal([expected, expected]);
      }
    }
  });

  it("say the same of a person's certificate, whether it exists or not", async () => {
    const kept = await keptDocuments(city.hub('bureau'));
    const personal = kept.find(({ holders }) => holders[0]!.typeCode === '111')!.id;
    const [, , , , , type = '', issuer = '', serial = ''] = personal.split('.');
    await allow(DEPARTMENTS.land.code, { types: [LICENCE, type] });
    const stranger = issuer === DEPARTMENTS.land.code ? 'market-clerk' : 'land-clerk';
    await allow(issuer === DEPARTMENTS.land.code ? MARKET : DEPARTMENTS.land.code, {
      types: [LICENCE, type],
    });
    const ask = async (certNo: string): Promise<unknown> =>
      dataOf(await call('queryCert', { certTypeCode: type, certNo, issuerCode: issuer }, stranger));
    expect(await ask(serial)).deep.equal(await ask('Z'.repeat(20)));
    expect(dataOf(await call('verifyCertInfo', { certId: personal }, stranger)).verdict).equal('UNKNOWN');
  });

  it('refuse another key, interface, type, address or time, all alike', async () => {
    const data = { certTypeCode: LICENCE, certNo: 'A' };
    const other = { accessToken: named('land-clerk').key };
    expect((await call('queryCert', data, 'market-clerk', other)).status).equal(401);
    expect((await call('queryCert', data, 'market-clerk', { accessToken: 'nobody' })).status).equal(401);
    const refused = async (changes: object): Promise<unknown> => {
      await allow(MARKET, changes);
      const { status, body } = await call('queryCert', data);
      return { status, code: body.code, detail: body.detail };
    };
    const first = await refused({ interfaces: ['verifyFile'] });
    expect(first).to.include({ status: 403, code: 'FORBIDDEN' });
    for (const changes of [{ types: [] }, { addresses: ['10.0.0.0/8'] }, { until: '2026-01-02' }]) {
      expect(await refused(changes)).deep.equal(first);
    }
    await allow(MARKET);
  });

  it('ask for what the data is needed, in up to 200 characters', async () => {
    const data = { certTypeCode: LICENCE, certNo: 'A' };
    const without = await call('queryCert', { ...data, useCause: undefined });
    expect(without.body).to.include({ code: 'FIELD_MISSING', field: 'data.useCause' });
    expect((await call('queryCert', { ...data, useCause: '由'.repeat(200) })).status).equal(200);
    const long = await call('queryCert', { ...data, useCause: '由'.repeat(201) });
    expect(long.body).to.include({ code: 'FIELD_INVALID', field: 'data.useCause' });
    expect((await call('queryCert', { ...data, useCause: '  ' })).status).equal(400);
    expect((await call('queryCert', { ...data, isAdmin: true })).body.code).equal('FIELD_UNKNOWN');
  });

  it('record every call before its data goes out, the cause encrypted', async () => {
    const { id } = licences[1]!;
    const { body } = await call('queryCertInfo', { certId: id });
    const { accessRecord } = body.head as { accessRecord: string };
    await call('queryCertInfo', { certId: id.replace(/\.001\.[0-9A-Z]$/, '.001.X') });
    const list = await city.ask(named('market-reviewer'), '/v1/audit/interface-uses?limit=1');
    const [last] = list.body.items as JsonObject[];
    expect(last).to.include({
      id: accessRecord,
      certificate: id,
      interface: 'queryCertInfo',
      caller: 'market-clerk',
      useCause: CAUSE,
      outcome: 'released',
    });
    expect(last!.digest).match(/^[A-Za-z0-9_-]{43}$/);
    expect((await rawBytes(folder)).includes(CAUSE)).equal(false);
    const foreign = await city.ask(named('land-clerk'), `/v1/audit/interface-uses?department=${MARKET}`);
    expect(foreign.status).equal(403);
  });

  it('keep to the quota exactly, however many call at once, and over a restart', async () => {
    const data = { certTypeCode: LICENCE, certNo: 'A' };
    const before = await used();
    await allow(MARKET, { dailyQuota: before + 20 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => call('queryCert', data)));
    expect(answers.filter(({ status }) => status === 200)).to.have.lengthOf(20);
    expect(new Set(answers.map(({ body }) => body.code ?? 'data'))).deep.equal(
      new Set(['data', 'QUOTA_SPENT']),
    );
    await city.stop();
    city = await runCity(folder);
    expect(await used()).equal(before + 20);
    expect((await call('queryCert', data)).status).equal(429);
    await allow(MARKET, { dailyQuota: before + 21 });
    const more = await Promise.all(Array.from({ length: 5 }, () => call('queryCert', data)));
    expect(more.filter(({ status }) => status === 200)).to.have.lengthOf(1);
  });

  it('count a new day from midnight in Asia/Shanghai', async () => {
    await city.stop();
    const now = Date.now();
    const DAY = 24 * 60 * 60 * 1000;
    const EAST = 8 * 60 * 60 * 1000;
    const midnight = Math.ceil((now + EAST) / DAY) * DAY - EAST;
    let shift = midnight - 2000 - now;
    city = await runCity(folder, { clock: () => now + shift });
    expect(await used()).greaterThan(0);
    shift = midnight + 1000 - now;
    expect(await used()).equal(0);
  });
});
