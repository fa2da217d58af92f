import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { CredentialAnswer, JsonObject } from '@hanlian/chaincode/domain';
import { omit } from '@hanlian/gateway/omit';
import { expect } from 'chai';
import { SignJWT, UnsecuredJWT, type JWTHeaderParameters } from 'jose';
import { type Answer } from '../../support/city.js';

import { CredentialCity, refused } from '../../support/credential-city.js';

describe('by what callers prove who they are: tokens', () => {
  let here: CredentialCity;

  before(async () => {
    here = await CredentialCity.run();
  });
  after(() => here.remove());
  afterEach(() => {
    here.offset = 0;
  });

  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256' } as JsonObject;
  const now = (): number => Math.floor(here.clock() / 1000);
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
  const ask = (token: string): Promise<Answer> => here.city.ask(here.withKey(token), '/v1/credentials');

  before(async () => {
    const input = { kind: 'token', name: 'tokens', jwks: { keys: [jwk] } };
    const answer = await here.city.ask(here.clerk(), '/v1/credentials', input);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  });

  it('open the door once, over a restart too', async () => {
    const token = await sign(good());
    expect((await ask(token)).status).to.equal(200);
    await refused(ask(token), 401, 'UNAUTHENTICATED');
    await here.restart();
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
      here.city.ask(here.clerk(), '/v1/credentials', { kind: 'token', name: 'x', jwks: { keys: [key] } });
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
    const list = await here.city.ask(here.clerk(), '/v1/credentials?limit=200');
    const { id } = (list.body.items as unknown as CredentialAnswer[]).find(({ kind }) => kind === 'token')!;
    await here.city.ask(here.clerk(), `/v1/credentials/${id}/revoke`, {});
    await refused(ask(await sign(good())), 401, 'UNAUTHENTICATED');
  });
});
