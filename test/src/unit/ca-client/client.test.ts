import { execFileSync } from 'node:child_process';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CaClient, certificationRequest, newPrivateKey, type Credential } from '@hanlian/ca-client';

interface Seen {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Against a stand-in: what it sends, and what it makes of the answers. The real authority: test/fabric/network. */
describe('the client of Fabric CA', () => {
  let folder: string;
  let server: Server;
  let client: CaClient;
  let caller: Credential;
  let seen: Seen;
  let answer: unknown;
  /** What the first of several requests is answered; `answer` is what the others are. */
  let first: unknown;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hanlian-ca-'));
    const file = (name: string): string => join(folder, name);
    const privateKey = await newPrivateKey();
    writeFileSync(file('key.pem'), privateKey);
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', ['req', '-x509', '-key', file('key.pem'), ...subject, '-out', file('cert.pem')], {
      stdio: 'pipe',
    });
    caller = { certificate: readFileSync(file('cert.pem'), 'utf8'), privateKey };
    server = createServer({ key: privateKey, cert: caller.certificate }, (request, response) => {
      void (async (): Promise<void> => {
        let text = '';
        for await (const chunk of request) text += String(chunk);
        const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
        seen = { url: request.url ?? '', headers: request.headers, body, text };
        const now = first ?? answer;
        first = undefined;
        response.end(typeof now === 'string' ? now : JSON.stringify(now));
      })();
    }).listen(0);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const place = { name: 'ca.test', host: 'localhost', port, caName: 'ca' };
    client = new CaClient({ ...place, tlsRoot: caller.certificate });
  });
  after(() => {
    client.close();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const enrolled = { Cert: base64('certificate'), ServerInfo: { CAChain: base64('chain') } };

  it('enrols with id and secret over a new key, whose request openssl accepts', async () => {
    answer = { success: true, result: enrolled };
    const hosts = ['localhost', '127.0.0.1'];
    const { certificate, caChain, privateKey } = await client.enrol({
      id: 'peer0',
      secret: 's',
      profile: 'tls',
      hosts,
    });
    expect([certificate, caChain]).to.deep.equal(['certificate', 'chain']);
    expect(seen.headers.authorization).to.equal(`Basic ${base64('peer0:s')}`);
    expect(seen.body).to.include({ profile: 'tls', caname: 'ca' });
    const text = openssl(['req', '-verify', '-noout', '-text'], String(seen.body['certificate_request']));
    expect(text).to.include('CN = peer0').and.include('DNS:localhost, IP Address:127.0.0.1');
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
    expect(openssl(['req', '-pubkey', '-noout'], String(seen.body['certificate_request']))).to.equal(
      publicKey,
    );
  });

  it('signs what it asks in the name of a registrar: method, path, body and certificate, low S', async () => {
    answer = { success: true, result: { secret: 'drawn' } };
    const attributes = { role: 'clerk' };
    for (let i = 0; i < 20; i++) {
      expect(await client.register(caller, { id: 'd', type: 'client', attributes })).to.equal('drawn');
      const [certificate = '', signature = ''] = (seen.headers.authorization ?? '').split('.');
      expect(Buffer.from(certificate, 'base64').toString()).to.equal(caller.certificate);
      const payload = ['POST', base64('/api/v1/register'), base64(seen.text), certificate].join('.');
      const { publicKey } = new X509Certificate(caller.certificate);
      const der = Buffer.from(signature, 'base64');
      expect(verify('sha256', Buffer.from(payload), publicKey, der)).to.equal(true);
      expect(scalarS(der) <= P256_HALF_ORDER).to.equal(true);
    }
    expect(seen.body['attrs']).to.deep.equal([{ name: 'role', value: 'clerk', ecert: true }]);
  });

  it('puts no attribute into a certificate that only the authority reads', async () => {
    answer = { success: true, result: { secret: 'drawn' } };
    const attributes = { 'hf.Registrar.Roles': 'client', dept: 'D' };
    await client.register(caller, { id: 'hub', type: 'client', attributes });
    expect(seen.body['attrs']).to.deep.equal([
      { name: 'hf.Registrar.Roles', value: 'client', ecert: false },
      { name: 'dept', value: 'D', ecert: true },
    ]);
  });

  it('gives an identity that is registered already another secret and these attributes', async () => {
    first = { success: false, errors: [{ code: 74, message: 'already registered' }] };
    answer = { success: true, result: {} };
    const request = { id: 'a/clerk', type: 'client', attributes: { role: 'clerk' } } as const;
    const secret = await client.registerAnew(caller, request);
    expect(seen.url).to.equal('/api/v1/identities/a%2Fclerk');
    expect(seen.body).to.include({ secret, type: 'client', caname: 'ca' });
    expect(secret).to.match(/^[\w-]{32}$/);
  });

  it('does not take another refusal for that', async () => {
    answer = { success: false, errors: [{ code: 71, message: 'Authorization failure' }] };
    const refusal = await client
      .registerAnew(caller, { id: 'x', type: 'client' })
      .catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'CA_REFUSED', request: 'register' });
  });

  it('asks for the certificates of an identity, signing path and query', async () => {
    answer = { success: true, result: { certs: [{ PEM: 'one' }, { PEM: 'two' }] } };
    expect(await client.certificates(caller, 'clerk 1')).to.deep.equal(['one', 'two']);
    expect(seen.url).to.equal('/api/v1/certificates?id=clerk+1&notexpired=true&notrevoked=true&ca=ca');
    const [certificate = '', signature = ''] = (seen.headers.authorization ?? '').split('.');
    const payload = ['GET', base64(seen.url), '', certificate].join('.');
    const { publicKey } = new X509Certificate(caller.certificate);
    expect(verify('sha256', Buffer.from(payload), publicKey, Buffer.from(signature, 'base64'))).to.equal(
      true,
    );
  });

  it('renews over the same key when it must', async () => {
    answer = { success: true, result: enrolled };
    const kept = await client.reenrol(caller, 'orderer1', { keepKey: true });
    expect(kept.privateKey).to.equal(caller.privateKey);
    expect((await client.reenrol(caller, 'orderer1')).privateKey).not.to.equal(caller.privateKey);
  });

  it("passes the authority's refusal on in one sentence", async () => {
    answer = { success: false, errors: [{ code: 20, message: 'Authentication failure' }] };
    const refusal = await client.enrol({ id: 'x', secret: 'wrong' }).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'CA_REFUSED', authority: 'ca.test' });
    expect((refusal as Error).message).to.include('ca.test refused enroll: Authentication failure (code 20)');
  });

  it('says so when nothing sensible answers, and trusts no other root', async () => {
    answer = '<html>';
    const odd = await client.available().catch((error: unknown) => error);
    expect(odd).to.include({ code: 'CA_UNREACHABLE' });
    const { port } = server.address() as { port: number };
    const place = { name: 'ca.test', host: 'localhost', port, caName: 'ca' };
    const { rootCertificates } = await import('node:tls');
    const stranger = new CaClient({ ...place, tlsRoot: rootCertificates[0] ?? '' });
    const refusal = await stranger.available().catch((error: unknown) => error);
    expect((refusal as Error).message).to.match(/self-signed|unable to verify|unable to get/);
    stranger.close();
  });

  it('asks for no host names when none are wanted', async () => {
    const request = await certificationRequest(await newPrivateKey(), 'admin');
    expect(openssl(['req', '-verify', '-noout', '-text'], request)).not.to.include('Alternative Name');
  });
});

const P256_HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

/** The second integer of an ECDSA signature in DER. */
function scalarS(der: Buffer): bigint {
  const lengthOfR = der[3] ?? 0;
  return BigInt(`0x${der.toString('hex', 4 + lengthOfR + 2)}`);
}

function openssl(args: string[], input: string): string {
  return execFileSync('openssl', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}
