import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CredentialAnswer, JsonObject } from '@hanlian/chaincode/domain';
import { createServer, type HttpServer } from '@hanlian/gateway/http/server';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { omit } from '@hanlian/gateway/omit';
import { expect } from 'chai';
import { SignJWT, UnsecuredJWT, type JWTHeaderParameters } from 'jose';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

/** Whole seconds, as the hub takes them. */
const instant = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');
const DAY = 24 * 60 * 60 * 1000;

describe('by what callers prove who they are', () => {
  let folder: string;
  let city: RunningCity;
  let offset = 0;
  const clock = (): number => Date.now() + offset;
  const named = (name: string): SampleCallerKey => city.callers.find((caller) => caller.name === name)!;
  const clerk = (): SampleCallerKey => named('示例市市场监督管理局 经办');
  const operator = (): SampleCallerKey => named('运维员');
  const withKey = (key: string, caller = clerk()): SampleCallerKey => ({ ...caller, key });
  const made = ({ body }: Answer): CredentialAnswer => body as unknown as CredentialAnswer;
  const newKey = async (
    input: JsonObject = {},
    by = clerk(),
  ): Promise<CredentialAnswer & { key: string }> => {
    const answer = await city.ask(by, '/v1/credentials', { kind: 'key', name: 'test', ...input });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return made(answer) as CredentialAnswer & { key: string };
  };
  const refused = async (answer: Promise<Answer>, status: number, code: string): Promise<void> => {
    const { status: given, body } = await answer;
    expect({ status: given, code: body.code }, JSON.stringify(body)).to.deep.equal({ status, code });
  };
  const restart = async (): Promise<void> => {
    await city.stop();
    city = await runCity(folder, { clock });
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, { clock });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });
  afterEach(() => {
    offset = 0;
  });

  describe('keys', () => {
    it('are shown once: neither a repeated request, nor a list, nor any file of the hub has them', async () => {
      const body = { kind: 'key', name: 'once' };
      const key = randomUUID();
      const first = await city.ask(clerk(), '/v1/credentials', body, key);
      const again = await city.ask(clerk(), '/v1/credentials', body, key);
      const secret = made(first).key!;
      expect(secret).to.match(/^hlk_[A-Za-z0-9_-]{43}$/);
      expect(made(again)).to.deep.equal(omit(made(first), 'key'));
      const list = await city.ask(clerk(), '/v1/credentials');
      expect(JSON.stringify(list.body)).to.include(made(first).id).and.not.include(secret);
      await city.stop();
      expect(() => execFileSync('grep', ['-rqa', secret, folder])).to.throw();
      city = await runCity(folder, { clock });
      expect((await city.ask(withKey(secret), '/v1/credentials')).status).to.equal(200);
    });

    it('grant what is named, and no more than the credential they are made with', async () => {
      const narrow = await newKey({ scopes: ['license:get', 'credential:manage'] });
      expect(narrow.scopes).to.deep.equal(['credential:manage', 'license:get']);
      await refused(city.ask(withKey(narrow.key), '/v1/tasks'), 403, 'FORBIDDEN');
      const more = { kind: 'key', name: 'more', scopes: ['license:issue'] };
      await refused(city.ask(withKey(narrow.key), '/v1/credentials', more), 422, 'SCOPE_NOT_HELD');
      const same = await newKey({}, withKey(narrow.key));
      expect(same.scopes).to.deep.equal(narrow.scopes);
      const foreign = { kind: 'key', name: 'foreign', scopes: ['registry:putType'] };
      await refused(city.ask(clerk(), '/v1/credentials', foreign), 422, 'SCOPE_NOT_HELD');
    });

    it('of a short life make none of a longer one', async () => {
      const soon = instant(clock() + DAY);
      const late = instant(clock() + 2 * DAY);
      const short = await newKey({ expiresAt: soon });
      const longer = { kind: 'key', name: 'longer', expiresAt: late };
      await refused(city.ask(withKey(short.key), '/v1/credentials', longer), 422, 'SCOPE_NOT_HELD');
      expect((await newKey({}, withKey(short.key))).expiresAt).to.equal(short.expiresAt);
    });

    it('expire by the clock', async () => {
      const { key } = await newKey({ expiresAt: instant(clock() + DAY) });
      expect((await city.ask(withKey(key), '/v1/credentials')).status).to.equal(200);
      offset = 2 * DAY;
      await refused(city.ask(withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    });

    it('are made to end sooner, never later', async () => {
      const { id, key } = await newKey({ expiresAt: instant(clock() + 2 * DAY) });
      const at = (days: number): JsonObject => ({ expiresAt: instant(clock() + days * DAY) });
      await refused(city.ask(clerk(), `/v1/credentials/${id}/expire`, at(3)), 400, 'FIELD_INVALID');
      await refused(city.ask(clerk(), `/v1/credentials/${id}/expire`, at(-1)), 400, 'FIELD_INVALID');
      expect((await city.ask(clerk(), `/v1/credentials/${id}/expire`, at(1))).status).to.equal(200);
      offset = 1.5 * DAY;
      await refused(city.ask(withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    });

    it('are rotated: both are good during the overlap, the new one alone after it', async () => {
      const old = await newKey({ scopes: ['credential:manage', 'license:get'] });
      const body = { overlapSeconds: 3600 };
      const rotated = made(await city.ask(withKey(old.key), `/v1/credentials/${old.id}/rotate`, body));
      expect(rotated.scopes).to.deep.equal(old.scopes);
      const ask = (key: string): Promise<Answer> => city.ask(withKey(key), '/v1/credentials');
      expect([(await ask(old.key)).status, (await ask(rotated.key!)).status]).to.deep.equal([200, 200]);
      const before = made(await city.ask(clerk(), `/v1/credentials/${old.id}`));
      expect(before).to.include({ state: 'ending', replacedBy: rotated.id });
      await refused(city.ask(clerk(), `/v1/credentials/${old.id}/rotate`, body), 409, 'CREDENTIAL_ENDED');
      offset = 3601 * 1000;
      await refused(ask(old.key), 401, 'UNAUTHENTICATED');
      expect((await ask(rotated.key!)).status).to.equal(200);
    });

    it('a narrow one cannot rotate a wide one, and so come by it', async () => {
      const wide = await newKey();
      const narrow = await newKey({ scopes: ['credential:manage'] });
      const rotation = city.ask(withKey(narrow.key), `/v1/credentials/${wide.id}/rotate`, {});
      await refused(rotation, 422, 'SCOPE_NOT_HELD');
    });

    it('are revoked at once, and stay so over a restart', async () => {
      const { id, key } = await newKey();
      await city.ask(clerk(), `/v1/credentials/${id}/revoke`, {});
      await refused(city.ask(withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      await restart();
      await refused(city.ask(withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      expect(made(await city.ask(clerk(), `/v1/credentials/${id}`)).state).to.equal('revoked');
    });

    describe('and a request that is on its way when they end', () => {
      const order = JSON.stringify({
        type: TYPES.foodBusiness.code,
        basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
        certificates: [
          {
            holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
            fields: {
              unitName: '示例餐饮有限公司',
              unitCode: '91350100M000100Y43',
              premises: '示例路1号',
            },
          },
        ],
      });
      const revoke = (id: string, more: JsonObject = {}): Promise<Answer> =>
        city.ask(clerk(), `/v1/credentials/${id}/revoke`, more);

      /** Sends the head of a request and a part of its body; once the hub has taken it, the rest when asked to. */
      const begun = async (
        key: string,
        path: string,
        body: string,
        media = 'application/json',
      ): Promise<() => Promise<string>> => {
        const { host, hostname, port } = new URL(city.url('bureau'));
        const socket = connect(Number(port), hostname);
        const answer = text(socket);
        const bytes = Buffer.from(body);
        const head = [
          `POST ${path} HTTP/1.1`,
          `Host: ${host}`,
          `Authorization: Bearer ${key}`,
          `Idempotency-Key: ${randomUUID()}`,
          `Content-Type: ${media}`,
          `Content-Length: ${bytes.length}`,
          // Answered with 100 once the hub has read what is above.
          'Expect: 100-continue',
          'Connection: close',
        ];
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        socket.write(bytes.subarray(0, 5));
        await once(socket, 'data');
        return () => {
          socket.write(bytes.subarray(5));
          return answer;
        };
      };
      const refusedLate = (answer: string): void => {
        expect(answer)
          .to.match(/HTTP\/1.1 401 /)
          .and.to.contain('UNAUTHENTICATED');
      };

      it('is carried out while they stand', async () => {
        const { key } = await newKey();
        const finish = await begun(key, '/v1/licenses', order);
        expect(await finish()).to.match(/HTTP\/1.1 201 /);
      });

      it('issues nothing', async () => {
        const stolen = await newKey();
        const { ledger } = city.hub('bureau').administration.licenses;
        const before = await ledger.height();
        const finish = await begun(stolen.key, '/v1/licenses', order);
        await revoke(stolen.id);
        refusedLate(await finish());
        expect(await ledger.height()).to.equal(before);
      });

      it('leaves no file behind', async () => {
        const stolen = await newKey();
        const path = `/v1/uploads?type=${TYPES.foodBusiness.code}&kind=issue`;
        const finish = await begun(stolen.key, path, '主体名称,统一社会信用代码\n', 'text/csv');
        await revoke(stolen.id);
        refusedLate(await finish());
        expect((await city.ask(clerk(), '/v1/jobs')).body.items).to.deep.equal([]);
      });

      it('makes no other key', async () => {
        const stolen = await newKey();
        const body = JSON.stringify({ kind: 'key', name: 'kept back' });
        const finish = await begun(stolen.key, '/v1/credentials', body);
        await revoke(stolen.id, { madeWith: 'revoke' });
        refusedLate(await finish());
        const { items } = (await city.ask(clerk(), '/v1/credentials?limit=200')).body;
        expect((items as CredentialAnswer[]).map(({ name }) => name)).to.not.include('kept back');
      });

      it('is refused when they run out by the clock', async () => {
        const { key } = await newKey({ expiresAt: instant(Date.now() + DAY) });
        const finish = await begun(key, '/v1/licenses', order);
        offset = 2 * DAY;
        refusedLate(await finish());
      });
    });

    it('fall with the one they were made with, when that is asked for, and no other', async () => {
      const root = await newKey();
      const child = made(
        await city.ask(withKey(root.key), '/v1/credentials', { kind: 'key', name: 'child' }),
      );
      const grandchild = made(
        await city.ask(withKey(child.key as string), `/v1/credentials/${child.id}/rotate`, {}),
      );
      const other = await newKey();
      const path = `/v1/credentials/${root.id}/revoke`;
      const kept = made(await city.ask(clerk(), path, { madeWith: 'keep' }));
      expect(kept).to.include({ state: 'revoked' }).and.not.have.property('fell');
      expect((await city.ask(withKey(child.key as string), '/v1/credentials')).status).to.equal(200);

      const answer = made(await city.ask(clerk(), path, { madeWith: 'revoke' }, 'cascade-once'));
      expect(answer.fell).to.have.members([child.id, grandchild.id]);
      const again = made(await city.ask(clerk(), path, { madeWith: 'revoke' }, 'cascade-once'));
      expect(again).to.deep.equal(answer);
      for (const { key } of [root, child, grandchild]) {
        await refused(city.ask(withKey(key as string), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      }
      expect((await city.ask(withKey(other.key), '/v1/credentials')).status).to.equal(200);
      await restart();
      await refused(city.ask(withKey(grandchild.key as string), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      const last = made(await city.ask(clerk(), path, { madeWith: 'revoke' }));
      expect(last.fell).to.deep.equal([]);
    });

    it("another's cannot be seen, ended or rotated, but an operator sees and ends it, and makes none", async () => {
      const { id, key } = await newKey();
      const other = named('示例市公安局 经办');
      await refused(city.ask(other, `/v1/credentials/${id}`), 404, 'NOT_FOUND');
      await refused(city.ask(other, `/v1/credentials/${id}/revoke`, {}), 404, 'NOT_FOUND');
      await refused(city.ask(other, '/v1/credentials?caller=market-clerk'), 403, 'FORBIDDEN');
      const seen = await city.ask(operator(), '/v1/credentials?caller=market-clerk&limit=200');
      expect((seen.body.items as JsonObject[]).map((each) => each.id)).to.include(id);
      await refused(city.ask(operator(), `/v1/credentials/${id}/rotate`, {}), 403, 'FORBIDDEN');
      expect((await city.ask(operator(), `/v1/credentials/${id}/revoke`, {})).status).to.equal(200);
      await refused(city.ask(withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    });
  });

  describe('in the wrong place or form', () => {
    const ask = async (headers: Record<string, string>, path = '/v1/credentials'): Promise<number> =>
      (await fetch(clerk().url + path, { headers })).status;

    it('a key in a query, a cookie, another header or another scheme opens nothing', async () => {
      const { key } = clerk();
      expect(await ask({}, `/v1/credentials?key=${key}`)).to.equal(401);
      expect(await ask({ cookie: `key=${key}` })).to.equal(401);
      expect(await ask({ 'x-api-key': key })).to.equal(401);
      expect(await ask({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })).to.equal(
        401,
      );
      expect(await ask({ authorization: key })).to.equal(401);
      expect(await ask({ authorization: `Bearer ${key} extra` })).to.equal(401);
      expect(await ask({ authorization: `Bearer ${key.slice(0, -1)}` })).to.equal(401);
    });

    it('nobody borrows another caller by a header or a field', async () => {
      const { key } = named('第一银行客户经理');
      const headers = {
        authorization: `Bearer ${key}`,
        'x-caller': 'market-clerk',
        'x-forwarded-user': 'registrar',
      };
      expect(await ask(headers)).to.equal(401);
      const body = { kind: 'key', name: 'x', caller: 'registrar' };
      await refused(city.ask(clerk(), '/v1/credentials', body), 400, 'FIELD_UNKNOWN');
    });
  });

  describe('tokens', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256' } as JsonObject;
    const now = (): number => Math.floor(clock() / 1000);
    const good = (): JsonObject => ({
      iss: 'market-clerk',
      sub: 'market-clerk',
      aud: 'urn:hanlian:hub:bureau',
      iat: now(),
      exp: now() + 60,
      jti: randomUUID(),
    });
    const header: JWTHeaderParameters = { alg: 'ES256', kid: 'one' };
    const sign = (claims: JsonObject, head: JWTHeaderParameters = header): Promise<string> =>
      new SignJWT(claims).setProtectedHeader(head).sign(privateKey);
    const ask = (token: string): Promise<Answer> => city.ask(withKey(token), '/v1/credentials');

    before(async () => {
      const input = { kind: 'token', name: 'tokens', jwks: { keys: [jwk] } };
      const answer = await city.ask(clerk(), '/v1/credentials', input);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    });

    it('open the door once, over a restart too', async () => {
      const token = await sign(good());
      expect((await ask(token)).status).to.equal(200);
      await refused(ask(token), 401, 'UNAUTHENTICATED');
      await restart();
      await refused(ask(token), 401, 'UNAUTHENTICATED');
    });

    it('sent twice at the same time open it once', async () => {
      const token = await sign(good());
      const answers = await Promise.all([ask(token), ask(token), ask(token)]);
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401]);
    });

    const wrong: Readonly<Record<string, (claims: JsonObject) => JsonObject>> = {
      'for another hub': (claims) => ({ ...claims, aud: 'urn:hanlian:hub:bank' }),
      'without an audience': (claims) => omit(claims, 'aud'),
      'of another caller': (claims) => ({ ...claims, iss: 'registrar', sub: 'registrar' }),
      'in the name of another caller': (claims) => ({ ...claims, sub: 'registrar' }),
      'that has expired': (claims) => ({ ...claims, iat: now() - 200, exp: now() - 100 }),
      'that lives longer than five minutes': (claims) => ({ ...claims, exp: now() + 301 }),
      'issued long ago, however long it says it lives': (claims) => ({ ...claims, iat: now() - 400 }),
      'issued in the future': (claims) => ({ ...claims, iat: now() + 120, exp: now() + 180 }),
      'not yet to be used': (claims) => ({ ...claims, nbf: now() + 120 }),
      'without an end': (claims) => omit(claims, 'exp'),
      'without an id': (claims) => omit(claims, 'jti'),
      'with an id anybody could meet': (claims) => ({ ...claims, jti: '1' }),
    };
    for (const [title, change] of Object.entries(wrong)) {
      it(`refuses one ${title}`, async () => {
        await refused(ask(await sign(change(good()))), 401, 'UNAUTHENTICATED');
      });
    }

    it('refuses one that is not signed, and one signed with the public key as if it were a secret', async () => {
      await refused(ask(new UnsecuredJWT(good()).encode()), 401, 'UNAUTHENTICATED');
      const secret = Buffer.from(publicKey.export({ format: 'pem', type: 'spki' }));
      const confused = new SignJWT(good()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
      await refused(ask(await confused), 401, 'UNAUTHENTICATED');
    });

    it('refuses a key the token brings along', async () => {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const head = {
        ...header,
        kid: 'two',
        jwk: own.publicKey.export({ format: 'jwk' }),
        jku: 'http://127.0.0.1:1/',
      };
      const token = await new SignJWT(good()).setProtectedHeader(head).sign(own.privateKey);
      await refused(ask(token), 401, 'UNAUTHENTICATED');
    });

    it('refuses one whose content was changed after signing', async () => {
      const [head, , signature] = (await sign(good())).split('.');
      const other = Buffer.from(JSON.stringify({ ...good(), exp: now() + 200 })).toString('base64url');
      await refused(ask([head, other, signature].join('.')), 401, 'UNAUTHENTICATED');
    });

    it('takes no secret, no private key and no weak one', async () => {
      const post = (key: object): Promise<Answer> =>
        city.ask(clerk(), '/v1/credentials', { kind: 'token', name: 'x', jwks: { keys: [key] } });
      await refused(post({ kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: 'x' }), 400, 'FIELD_INVALID');
      await refused(
        post({ ...privateKey.export({ format: 'jwk' }), kid: 'x', alg: 'ES256' }),
        400,
        'FIELD_UNKNOWN',
      );
      await refused(post({ ...jwk, kid: 'x', y: jwk.x }), 400, 'FIELD_INVALID');
      const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
      await refused(post({ ...weak, kid: 'x', alg: 'PS256' }), 400, 'FIELD_INVALID');
    });

    it('of a revoked credential open nothing from then on', async () => {
      const list = await city.ask(clerk(), '/v1/credentials?limit=200');
      const { id } = (list.body.items as unknown as CredentialAnswer[]).find(({ kind }) => kind === 'token')!;
      await city.ask(clerk(), `/v1/credentials/${id}/revoke`, {});
      await refused(ask(await sign(good())), 401, 'UNAUTHENTICATED');
    });
  });

  describe('client certificates', () => {
    let server: HttpServer;
    let port: number;
    const file = (name: string): string => join(folder, name);
    const pem = (name: string): string => readFileSync(file(name), 'utf8');
    const openssl = (line: string): void => {
      execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' });
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
    const register = (name: string, by = clerk()): Promise<Answer> =>
      city.ask(by, '/v1/credentials', { kind: 'certificate', name, certificate: pem(`${name}.pem`) });

    before(async () => {
      for (const authority of ['root', 'foreign']) root(authority);
      for (const name of ['server', 'client', 'unknown']) issue(name, 'root');
      issue('outsider', 'foreign');
      const tls = {
        key: pem('server.key'),
        certificate: pem('server.pem'),
        clientAuthorities: pem('root.pem'),
      };
      server = createServer(city.hub('bureau').services, { tls });
      ({ port } = await server.listen(0, '127.0.0.1'));
      for (const name of ['client', 'outsider']) expect((await register(name)).status).to.equal(201);
    });
    after(() => server.close());

    it('stand for the caller they are registered with, and no other takes the same one', async () => {
      const { status, text } = await over('client');
      expect(status, text).to.equal(200);
      expect(text).to.include('market-clerk');
      await refused(register('client', named('示例市公安局 经办')), 409, 'CREDENTIAL_TAKEN');
    });

    it('are of no use when nobody registered them, or another authority made them', async () => {
      expect((await over('unknown')).status).to.equal(401);
      expect((await over('outsider')).status).to.equal(401);
      expect((await over(undefined)).status).to.equal(401);
    });

    it('go with a key of the same caller only; a wrong certificate spoils a good key', async () => {
      expect((await over(undefined, clerk().key)).status).to.equal(200);
      expect((await over('client', clerk().key)).status).to.equal(200);
      expect((await over('client', named('登记员').key)).status).to.equal(401);
      expect((await over('unknown', clerk().key)).status).to.equal(401);
    });

    it('grant together what both grant', async () => {
      const { key } = await newKey({ scopes: ['license:get'] });
      expect((await over('client', key)).status).to.equal(403);
    });

    it('end with their own period', async () => {
      offset = 3 * DAY;
      expect((await over('client')).status).to.equal(401);
    });

    it('that are authorities themselves, or have run out, are not taken', async () => {
      await refused(register('root'), 422, 'CERTIFICATE_UNTRUSTED');
      offset = 3 * DAY;
      await refused(register('unknown'), 422, 'CERTIFICATE_UNTRUSTED');
    });

    it('are revoked like any other', async () => {
      const list = await city.ask(clerk(), '/v1/credentials?limit=200');
      const { id } = (list.body.items as unknown as CredentialAnswer[]).find(
        ({ name }) => name === 'client',
      )!;
      await city.ask(clerk(), `/v1/credentials/${id}/revoke`, {});
      expect((await over('client')).status).to.equal(401);
    });

    it('and keys shown with them must both still stand when all of a request is there', async () => {
      await register('unknown');
      const { callers } = city.hub('bureau').services;
      const { fingerprint256 } = new X509Certificate(pem('unknown.pem'));
      const certificate = fingerprint256.replaceAll(':', '').toLowerCase();
      const { id, key } = await newKey({ scopes: ['license:get'] });
      const proofs = { bearer: key, certificate };
      const caller = (await callers.authenticate(proofs))!;
      expect(callers.confirm(caller, proofs)).to.deep.equal(caller);
      await city.ask(clerk(), `/v1/credentials/${id}/revoke`, {});
      expect(callers.confirm(caller, proofs)).to.equal(undefined);

      const both = { bearer: clerk().key, certificate };
      const known = (await callers.authenticate(both))!;
      const items = (await city.ask(clerk(), '/v1/credentials?limit=200')).body.items as JsonObject[];
      const shown = items.find(({ name }) => name === 'unknown')!;
      await city.ask(clerk(), `/v1/credentials/${shown.id as string}/revoke`, {});
      expect(callers.confirm(known, both)).to.equal(undefined);
      expect(callers.confirm(known, { bearer: clerk().key })).to.include({ id: known.id });
    });
  });
});
