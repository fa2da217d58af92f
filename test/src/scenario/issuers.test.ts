import { expect } from 'chai';
import { createRequest, drawSigner, fromPem, toPem } from '@hanlian/certificates';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { needsOpenssl, openssl } from '../support/openssl.js';

describe('an issuing authority that is revoked', function () {
  this.timeout(60_000);
  before(needsOpenssl);
  let folder: string;
  let city: RunningCity;
  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const role = (wanted: string): SampleCallerKey => city.callers.find((caller) => caller.role === wanted)!;
  const revoke = (id: string, body: object): Promise<Answer> =>
    city.ask(role('registrar'), `/v1/pki/issuers/${id}/revoke`, body);
  const issuers = async (): Promise<JsonObject[]> =>
    (await city.ask('bureau', '/v1/pki/issuers')).body.items as JsonObject[];
  const rootList = async (root: string): Promise<Buffer> => {
    const response = await fetch(`${city.url('bureau')}/v1/pki/roots/${root}/crl`);
    expect(response.status).to.equal(200);
    return Buffer.from(await response.arrayBuffer());
  };
  /** What `openssl verify` says of an issuing authority by its root's list. */
  const judged = async ({ certificate, root }: JsonObject): Promise<string> => {
    const files = {
      'root.pem': root as string,
      'issuing.pem': certificate as string,
      'list.pem': toPem('X509 CRL', await rootList('es256')),
    };
    const verify = ['verify', '-crl_check', '-CRLfile', 'list.pem', '-CAfile', 'root.pem', 'issuing.pem'];
    return (await openssl(files, ...verify)).output;
  };

  it('stands on its root’s list, as openssl sees, and another certifies the next seal, over a restart', async () => {
    const first = (await issuers()).find(({ id }) => id === 'es256-1')!;
    expect(await judged(first)).to.match(/issuing.pem: OK/);
    const { status, body } = await revoke('es256-1', { reason: 'keyCompromise', since: '2026-01-01' });
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body).to.include({ id: 'es256-1', current: false });
    expect(body.revocation).to.include({ reason: 'keyCompromise', invalidSince: '2025-12-31T16:00:00.000Z' });
    expect(await judged(first)).to.match(/certificate revoked/);

    const { department } = role('clerk');
    const request = await createRequest(drawSigner('ES256'), { commonName: 'x', organization: 'x' });
    const enrolled = await city.ask(role('registrar'), '/v1/pki/certificates', { department, request });
    expect(enrolled.body.issuer).to.equal('es256-2');
    await city.stop();
    city = await runCity(folder);
    const after = await issuers();
    expect(after.find(({ id }) => id === 'es256-1')).to.deep.include({ revocation: body.revocation });
    const second = after.find(({ id }) => id === 'es256-2')!;
    expect(second).to.include({ current: true }).and.not.to.have.property('revocation');
    expect(await judged(second)).to.match(/issuing.pem: OK/);
  });

  it('is revoked once, dated back for a lost key alone, by the registrar alone', async () => {
    const code = async (answer: Promise<Answer>): Promise<unknown> => (await answer).body.code;
    expect(await code(revoke('es256-1', { reason: 'superseded' }))).to.equal('RECORD_FINAL');
    expect(await code(revoke('es256-9', { reason: 'superseded' }))).to.equal('NOT_FOUND');
    const dated = { reason: 'superseded', since: '2026-01-01' };
    expect(await code(revoke('es256-2', dated))).to.equal('FIELD_INVALID');
    const path = '/v1/pki/issuers/es256-2/revoke';
    expect((await city.ask(role('clerk'), path, { reason: 'superseded' })).status).to.equal(403);
  });

  it('is revoked since no day to come: whoever has its key would be believed until then', async () => {
    const { body } = await revoke('es256-2', { reason: 'keyCompromise', since: '2999-01-01' });
    expect(body).to.include({ code: 'FIELD_INVALID', field: 'since' });
    expect((await issuers()).find(({ id }) => id === 'es256-2')).to.not.have.property('revocation');
  });

  it('has a root for each suite: where nothing was certified in SM2 there is none', async () => {
    expect(fromPem('X509 CRL', toPem('X509 CRL', await rootList('sm2')))[0]).to.equal(0x30);
    expect((await city.ask('bank', '/v1/pki/roots/sm2/crl')).body.code).to.equal('NOT_FOUND');
  });
});
