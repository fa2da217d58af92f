import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import {
  createRequest,
  drawSigner,
  fromPem,
  readCertificate,
  revocationStatus,
  toPem,
  validatePath,
  type SignatureAlgorithm,
  type Signer,
} from '@hanlian/certificates';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { REGISTRAR } from '@hanlian/gateway/seed/callers';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { ownKeyOf } from '../support/own-key.js';
import { must } from '../support/openssl-authority.js';
import { needsOpenssl, withFolder } from '../support/openssl.js';

const DAY = 24 * 60 * 60 * 1000;
/** An instant as the hub takes it: in whole seconds. */
const secondsOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const ORDER = {
  type: TYPES.foodBusiness.code,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

/** The serial, hex, of the certificate a seal was set with: an authority's stands beside it. */
const signerSerial = async (seal: string): Promise<string> => {
  const printed = ['pkcs7', '-inform', 'DER', '-in', 'seal.der', '-print_certs'];
  const output = await withFolder({ 'seal.der': Buffer.from(seal, 'base64') }, (work) => must(work, printed));
  const all = output.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g)!;
  return all
    .map((pem) => new X509Certificate(pem))
    .find(({ ca }) => !ca)!
    .serialNumber.toLowerCase();
};

describe('the authority for seals', () => {
  before(needsOpenssl);
  let folder: string;
  let city: RunningCity;
  let registrar: SampleCallerKey;
  let clerk: SampleCallerKey;
  let department: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlian-pki-'));
    city = await runCity(folder);
    registrar = city.callers.find(({ role }) => role === 'registrar')!;
    clerk = city.callers.find(({ role }) => role === 'clerk')!;
    ({ department } = clerk);
  });
  after(async () => {
    await city.stop();
    await rm(folder, { recursive: true });
  });

  const requestOf = (signer: Signer): Promise<string> =>
    createRequest(signer, { commonName: 'anything', organization: 'anything' });
  const enrol = async (algorithm: SignatureAlgorithm = 'ES256', key?: string): Promise<Answer> => {
    const request = await requestOf(drawSigner(algorithm));
    return city.ask(registrar, '/v1/pki/certificates', { department, request }, key);
  };
  const read = async (path: string): Promise<Buffer> => {
    const response = await fetch(city.url('bureau') + path);
    expect(response.status, path).to.equal(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const issuerOf = async (id: unknown): Promise<JsonObject> => {
    const { body } = await city.ask('bureau', '/v1/pki/issuers');
    return (body.items as JsonObject[]).find((each) => each.id === id)!;
  };
  const list = (issuer: unknown): Promise<Buffer> => read(`/v1/pki/issuers/${String(issuer)}/crl`);
  const der = (pem: unknown): Buffer => fromPem('CERTIFICATE', pem as string);

  /** What the published list says of a certificate. */
  const listed = async ({ certificate, issuer }: JsonObject): Promise<string> => {
    const status = revocationStatus({
      evidence: await list(issuer),
      certificate: readCertificate(der(certificate)),
      issuer: readCertificate(der((await issuerOf(issuer)).certificate)),
      at: new Date(),
    });
    return status.status === 'revoked' ? status.revocation.reason : status.status;
  };

  for (const algorithm of ['ES256', 'SM2'] as const) {
    it(`certifies a ${algorithm} key, registers it, and leads to the root of its algorithm`, async () => {
      const { status, body } = await enrol(algorithm);
      expect(status, JSON.stringify(body)).to.equal(201);
      const { root } = await issuerOf(body.issuer);
      const [leaf, ...others] = (body.chain as string[]).map(der);
      const path = validatePath({
        certificate: leaf!,
        others,
        trusted: [der(root)],
        at: new Date(),
        usage: 'seal',
      });
      expect(path.ok && path.path.length).to.equal(3);
      const key = await city.ask(registrar, `/v1/seal-keys/${department}/${body.key as string}`);
      expect(key.status).to.equal(200);
      expect(await listed(body)).to.equal('good');
    });
  }

  it('names the department as the registry does, not as the request wishes', async () => {
    const { body } = await enrol();
    const { subject } = new X509Certificate(body.certificate as string);
    expect(subject).to.contain(`organizationIdentifier=${department}`).and.not.to.contain('anything');
  });

  it('gives one certificate for one Idempotency-Key', async () => {
    const request = await requestOf(drawSigner('ES256'));
    const ask = (): Promise<Answer> =>
      city.ask(registrar, '/v1/pki/certificates', { department, request }, 'enrol-once');
    expect((await ask()).body).to.deep.equal((await ask()).body);
  });

  it('refuses a request that another key signed, an unknown department, and a clerk', async () => {
    const stolen = await requestOf({ ...drawSigner('ES256'), publicKey: drawSigner('ES256').publicKey });
    const refused = await city.ask(registrar, '/v1/pki/certificates', { department, request: stolen });
    expect([refused.status, refused.body.code]).to.deep.equal([400, 'REQUEST_INVALID']);
    const request = await requestOf(drawSigner('ES256'));
    const unknown = { department: '91110108551385082Q', request };
    const nobody = await city.ask(registrar, '/v1/pki/certificates', unknown);
    expect(nobody.body.code).to.equal('DEPARTMENT_UNKNOWN');
    const forbidden = await city.ask(clerk, '/v1/pki/certificates', { department, request });
    expect(forbidden.status).to.equal(403);
  });

  it('lists a revoked certificate with its reason, and ends its key on the ledger', async () => {
    const { body } = await enrol();
    const path = `/v1/pki/certificates/${body.serial as string}`;
    expect((await city.ask(registrar, `${path}/revoke`, { reason: 'superseded' })).status).to.equal(200);
    expect(await listed(body)).to.equal('superseded');
    const { body: shown } = await city.ask(registrar, path);
    expect(shown.revocation).to.have.property('reason', 'superseded');
    const key = await city.ask(registrar, `/v1/seal-keys/${department}/${body.key as string}`);
    expect(key.body.until).to.be.at.most(Date.now() / 1000);
  });

  it('lists a key that was reported as compromised at the registry’s own door', async () => {
    const { body } = await enrol('SM2');
    const since = secondsOf(Date.now() - DAY);
    const report = `/v1/seal-keys/${department}/${body.key as string}/compromise`;
    const reported = await city.ask(registrar, report, { since });
    expect(reported.status, JSON.stringify(reported.body)).to.equal(200);
    expect(await listed(body)).to.equal('keyCompromise');
    const again = `/v1/pki/certificates/${body.serial as string}/revoke`;
    const later = await city.ask(registrar, again, {
      reason: 'keyCompromise',
      since: secondsOf(Date.now()),
    });
    expect(later.body.code).to.equal('RECORD_FINAL');
  });

  it('dates back nothing but a compromise', async () => {
    const { body } = await enrol();
    const path = `/v1/pki/certificates/${body.serial as string}/revoke`;
    const answer = await city.ask(registrar, path, { reason: 'superseded', since: '2026-01-01' });
    expect(answer.body.code).to.equal('FIELD_INVALID');
    expect(await listed(body)).to.equal('good');
  });

  it('renews under another key, while the earlier certificate holds', async () => {
    const { body: first } = await enrol();
    const request = await requestOf(drawSigner('ES256'));
    const renew = `/v1/pki/certificates/${first.serial as string}/renew`;
    const { status, body: second } = await city.ask(registrar, renew, { request });
    expect(status).to.equal(201);
    expect(second.key).to.not.equal(first.key);
    expect([await listed(first), await listed(second)]).to.deep.equal(['good', 'good']);
  });

  it('draws the next key of a seal it keeps: new documents bear it, old ones stay valid, over a restart', async () => {
    const issue = async (): Promise<JsonObject> => {
      const { status, body } = await city.ask(clerk, '/v1/licenses', ORDER);
      expect(status, JSON.stringify(body)).to.equal(201);
      const { id } = (body.certificates as { id: string }[])[0]!;
      return (await city.ask(clerk, `/v1/licenses/${id}/document`)).body;
    };
    const sealedWith = (document: JsonObject): Promise<string> => signerSerial(document.seal as string);
    const verdict = async (document: JsonObject): Promise<unknown> =>
      (await city.ask('bank', '/v1/verifications', { document })).body.verdict;
    const early = await issue();
    const serial = await sealedWith(early);
    const renew = `/v1/pki/certificates/${serial}/renew`;
    const { status, body: next } = await city.ask(registrar, renew, {}, 'renew-kept');
    expect(status, JSON.stringify(next)).to.equal(201);
    expect((await city.ask(registrar, renew, {}, 'renew-kept')).body).to.deep.equal(next);
    const late = await issue();
    expect(await sealedWith(late)).to.equal(next.serial);
    // Periods are counted in seconds, and what was sealed within the second of an end does not lie before it.
    await pause(1000);
    await city.ask(registrar, `/v1/pki/certificates/${serial}/revoke`, { reason: 'superseded' });
    await city.stop();
    city = await runCity(folder);
    [registrar, clerk] = ['registrar', 'clerk'].map((wanted) =>
      city.callers.find(({ role }) => role === wanted)!,
    ) as [SampleCallerKey, SampleCallerKey];
    const afterwards = await issue();
    expect(await sealedWith(afterwards)).to.equal(next.serial);
    expect(await Promise.all([early, late, afterwards].map(verdict))).to.deep.equal([
      'VALID',
      'VALID',
      'VALID',
    ]);
  });

  it('does not draw keys for a seal that is kept elsewhere', async () => {
    const { body } = await enrol();
    const renew = `/v1/pki/certificates/${body.serial as string}/renew`;
    expect((await city.ask(registrar, renew, {})).body.code).to.equal('FIELD_INVALID');
  });

  it('changes the issuing authority once for one Idempotency-Key', async () => {
    const rotate = (): Promise<Answer> =>
      city.ask(registrar, '/v1/pki/issuers', { algorithm: 'SM2' }, 'rotate-once');
    const first = await rotate();
    expect((await rotate()).body).to.deep.equal(first.body);
    const { body } = await city.ask('bureau', '/v1/pki/issuers');
    const sm2 = (body.items as JsonObject[]).filter(({ algorithm }) => algorithm === 'SM2');
    expect(sm2.at(-1)).to.include({ id: first.body.id, current: true });
  });

  it('answers openssl ocsp by POST and GET', async () => {
    const { body } = await enrol();
    const { root, certificate: issuing } = await issuerOf(body.issuer);
    const files = {
      'root.pem': root as string,
      'issuing.pem': issuing as string,
      'seal.pem': body.certificate as string,
    };
    await withFolder(files, async (work) => {
      const asked = ['-issuer', 'issuing.pem', '-cert', 'seal.pem', '-no_nonce'];
      const verify = ['-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];
      const url = `${city.url('bureau')}/v1/pki/ocsp`;
      expect(await must(work, ['ocsp', ...asked, ...verify, '-url', url])).to.match(/seal.pem: good/);
      await city.ask(registrar, `/v1/pki/certificates/${body.serial as string}/revoke`, {
        reason: 'keyCompromise',
      });
      await must(work, ['ocsp', ...asked, '-reqout', 'request.der']);
      const request = (await readFile(join(work, 'request.der'))).toString('base64');
      await writeFile(join(work, 'answer.der'), await read(`/v1/pki/ocsp/${encodeURIComponent(request)}`));
      const output = await must(work, ['ocsp', ...asked, ...verify, '-respin', 'answer.der']);
      expect(output).to.match(/seal.pem: revoked/);
    });
  });

  it('serves a list that openssl verifies, numbered anew only when something is new', async () => {
    const { issuer } = (await enrol()).body;
    const { certificate } = await issuerOf(issuer);
    const first = await list(issuer);
    expect((await list(issuer)).equals(first)).to.equal(true);
    await withFolder(
      { 'issuing.pem': certificate as string, 'list.pem': toPem('X509 CRL', first) },
      async (work) => {
        expect(await must(work, ['crl', '-in', 'list.pem', '-CAfile', 'issuing.pem', '-noout'])).to.match(
          /verify OK/,
        );
      },
    );
  });

  it('keeps old seals whole when the issuing authority is changed, over a restart', async () => {
    const { body: before } = await enrol();
    const { body: next } = await city.ask(registrar, '/v1/pki/issuers', { algorithm: 'ES256' });
    expect(next).to.include({ current: true }).and.to.have.property('id').that.is.not.equal(before.issuer);
    const { body: after } = await enrol();
    expect(after.issuer).to.equal(next.id);
    await city.stop();
    city = await runCity(folder);
    registrar = city.callers.find(({ role }) => role === 'registrar')!;
    expect((await issuerOf(before.issuer)).current).to.equal(false);
    expect([await listed(before), await listed(after)]).to.deep.equal(['good', 'good']);
    const revoke = `/v1/pki/certificates/${before.serial as string}/revoke`;
    await city.ask(registrar, revoke, { reason: 'cessationOfOperation' });
    expect([await listed(before), await listed(after)]).to.deep.equal(['cessationOfOperation', 'good']);
  });

  // What was sent put its reason in the first one's place while it waited, and took it away when it was cancelled.
  it('lists the reason of the revocation that took effect, whatever waits to be signed or is cancelled', async () => {
    const { body } = await enrol();
    const revoke = `/v1/pki/certificates/${body.serial as string}/revoke`;
    expect((await city.ask(registrar, revoke, { reason: 'superseded' })).status).to.equal(200);
    await ownKeyOf(city, REGISTRAR.id);
    const waiting = await city.ask(registrar, revoke, { reason: 'cessationOfOperation' });
    expect(waiting.status, JSON.stringify(waiting.body)).to.equal(202);
    expect(await listed(body)).to.equal('superseded');
    const cancelled = await city.ask(registrar, `/v1/signings/${waiting.body.id as string}/cancel`, {});
    expect(cancelled.body).to.include({ state: 'cancelled' });
    await city.stop();
    city = await runCity(folder);
    expect(await listed(body)).to.equal('superseded');
  });
});
