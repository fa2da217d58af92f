import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import type { CredentialAnswer, JsonObject } from '@hanlian/chaincode/domain';
import { createServer, type HttpServer } from '@hanlian/gateway/http/server';
import { expect } from 'chai';
import { type Answer } from '../../support/city.js';

import { CredentialCity, DAY, refused } from '../../support/credential-city.js';

describe('by what callers prove who they are: client certificates', () => {
  let here: CredentialCity;

  before(async () => {
    here = await CredentialCity.run();
  });
  after(() => here.remove());
  afterEach(() => {
    here.offset = 0;
  });

  let server: HttpServer;
  let port: number;
  const file = (name: string): string => join(here.folder, name);
  const pem = (name: string): string => readFileSync(file(name), 'utf8');
  const openssl = (line: string): void => {
    execFileSync('openssl', line.split(' '), { cwd: here.folder, stdio: 'pipe' });
  };
  const issue = (name: string, authority: string, days = 2): void => {
    openssl(
      `req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=${name} -keyout ${name}.key -out ${name}.csr`,
    );
    openssl(
      `x509 -req -in ${name}.csr -CA ${authority}.pem -CAkey ${authority}.key -days ${days} -out ${name}.pem`,
    );
  };
  const root = (name: string): void => {
    openssl(
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=${name} -days 30 -keyout ${name}.key -out ${name}.pem`,
    );
  };
  const over = (name: string | undefined, bearer?: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const shown = name === undefined ? {} : { cert: pem(`${name}.pem`), key: pem(`${name}.key`) };
      const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
      const place = { host: '127.0.0.1', port, path: '/v1/credentials', servername: 'server' };
      request({ ...place, ca: pem('root.pem'), agent: false, ...shown, headers }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
        incoming.on('end', () => resolve({ status: incoming.statusCode!, text }));
      })
        .on('error', reject)
        .end();
    });
  const register = (name: string, by = here.clerk()): Promise<Answer> =>
    here.city.ask(by, '/v1/credentials', { kind: 'certificate', name, certificate: pem(`${name}.pem`) });

  before(async () => {
    for (const authority of ['root', 'foreign']) root(authority);
    for (const name of ['server', 'client', 'unknown']) issue(name, 'root');
    issue('outsider', 'foreign');
    const tls = {
      key: pem('server.key'),
      certificate: pem('server.pem'),
      clientAuthorities: pem('root.pem'),
    };
    server = createServer(here.city.hub('bureau').services, { tls });
    ({ port } = await server.listen(0, '127.0.0.1'));
    for (const name of ['client', 'outsider']) expect((await register(name)).status).to.equal(201);
  });
  after(() => server.close());

  it('stand for the caller they are registered with, and no other takes the same one', async () => {
    const { status, text } = await over('client');
    expect(status, text).to.equal(200);
    expect(text).to.include('market-clerk');
    await refused(register('client', here.named('示例市公安局 经办')), 409, 'CREDENTIAL_TAKEN');
  });

  it('are of no use when nobody registered them, or another authority made them', async () => {
    expect((await over('unknown')).status).to.equal(401);
    expect((await over('outsider')).status).to.equal(401);
    expect((await over(undefined)).status).to.equal(401);
  });

  it('go with a key of the same caller only; a wrong certificate spoils a good key', async () => {
    expect((await over(undefined, here.clerk().key)).status).to.equal(200);
    expect((await over('client', here.clerk().key)).status).to.equal(200);
    expect((await over('client', here.named('登记员').key)).status).to.equal(401);
    expect((await over('unknown', here.clerk().key)).status).to.equal(401);
  });

  it('grant together what both grant', async () => {
    const { key } = await here.newKey({ scopes: ['license:get'] });
    expect((await over('client', key)).status).to.equal(403);
  });

  it('end with their own period', async () => {
    here.offset = 3 * DAY;
    expect((await over('client')).status).to.equal(401);
  });

  it('that are authorities themselves, or have run out, are not taken', async () => {
    await refused(register('root'), 422, 'CERTIFICATE_UNTRUSTED');
    here.offset = 3 * DAY;
    await refused(register('unknown'), 422, 'CERTIFICATE_UNTRUSTED');
  });

  it('are revoked like any other', async () => {
    const list = await here.city.ask(here.clerk(), '/v1/credentials?limit=200');
    const { id } = (list.body.items as unknown as CredentialAnswer[]).find(({ name }) => name === 'client')!;
    await here.city.ask(here.clerk(), `/v1/credentials/${id}/revoke`, {});
    expect((await over('client')).status).to.equal(401);
  });

  it('and keys shown with them must both still stand when all of a request is there', async () => {
    await register('unknown');
    const { callers } = here.city.hub('bureau').services;
    const { fingerprint256 } = new X509Certificate(pem('unknown.pem'));
    const certificate = fingerprint256.replaceAll(':', '').toLowerCase();
    const { id, key } = await here.newKey({ scopes: ['license:get'] });
    const proofs = { bearer: key, certificate };
    const caller = (await callers.authenticate(proofs))!;
    expect(callers.confirm(caller, proofs)).to.deep.equal(caller);
    await here.city.ask(here.clerk(), `/v1/credentials/${id}/revoke`, {});
    expect(callers.confirm(caller, proofs)).to.equal(undefined);

    const both = { bearer: here.clerk().key, certificate };
    const known = (await callers.authenticate(both))!;
    const items = (await here.city.ask(here.clerk(), '/v1/credentials?limit=200')).body.items as JsonObject[];
    const shown = items.find(({ name }) => name === 'unknown')!;
    await here.city.ask(here.clerk(), `/v1/credentials/${shown.id as string}/revoke`, {});
    expect(callers.confirm(known, both)).to.equal(undefined);
    expect(callers.confirm(known, { bearer: here.clerk().key })).to.include({ id: known.id });
  });
});
