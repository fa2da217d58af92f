import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CredentialAnswer, JsonObject } from '@hanlian/chaincode/domain';
import { TYPES } from '@hanlian/gateway/seed/types';
import { omit } from '@hanlian/gateway/omit';
import { expect } from 'chai';
import { type Answer } from '../../support/city.js';

import { CredentialCity, DAY, instant, made, refused } from '../../support/credential-city.js';

describe('by what callers prove who they are: keys', () => {
  let here: CredentialCity;

  before(async () => {
    here = await CredentialCity.run();
  });
  after(() => here.remove());
  afterEach(() => {
    here.offset = 0;
  });

  describe('keys', () => {
    it('are shown once: neither a repeated request, nor a list, nor any file of the hub has them', async () => {
      const body = { kind: 'key', name: 'once' };
      const key = randomUUID();
      const first = await here.city.ask(here.clerk(), '/v1/credentials', body, key);
      const again = await here.city.ask(here.clerk(), '/v1/credentials', body, key);
      const secret = made(first).key!;
      expect(secret).to.match(/^hlk_[A-Za-z0-9_-]{43}$/);
      expect(made(again)).to.deep.equal(omit(made(first), 'key'));
      const list = await here.city.ask(here.clerk(), '/v1/credentials');
      expect(JSON.stringify(list.body)).to.include(made(first).id).and.not.include(secret);
      await here.city.stop();
      expect(() => execFileSync('grep', ['-rqa', secret, here.folder])).to.throw();
      await here.start();
      expect((await here.city.ask(here.withKey(secret), '/v1/credentials')).status).to.equal(200);
    });

    it('grant what is named, and no more than the credential they are made with', async () => {
      const narrow = await here.newKey({ scopes: ['license:get', 'credential:manage'] });
      expect(narrow.scopes).to.deep.equal(['credential:manage', 'license:get']);
      await refused(here.city.ask(here.withKey(narrow.key), '/v1/tasks'), 403, 'FORBIDDEN');
      const more = { kind: 'key', name: 'more', scopes: ['license:issue'] };
      await refused(here.city.ask(here.withKey(narrow.key), '/v1/credentials', more), 422, 'SCOPE_NOT_HELD');
      const same = await here.newKey({}, here.withKey(narrow.key));
      expect(same.scopes).to.deep.equal(narrow.scopes);
      const foreign = { kind: 'key', name: 'foreign', scopes: ['registry:putType'] };
      await refused(here.city.ask(here.clerk(), '/v1/credentials', foreign), 422, 'SCOPE_NOT_HELD');
    });

    it('of a short life make none of a longer one', async () => {
      const soon = instant(here.clock() + DAY);
      const late = instant(here.clock() + 2 * DAY);
      const short = await here.newKey({ expiresAt: soon });
      const longer = { kind: 'key', name: 'longer', expiresAt: late };
      await refused(here.city.ask(here.withKey(short.key), '/v1/credentials', longer), 422, 'SCOPE_NOT_HELD');
      expect((await here.newKey({}, here.withKey(short.key))).expiresAt).to.equal(short.expiresAt);
    });

    it('expire by the clock', async () => {
      const { key } = await here.newKey({ expiresAt: instant(here.clock() + DAY) });
      expect((await here.city.ask(here.withKey(key), '/v1/credentials')).status).to.equal(200);
      here.offset = 2 * DAY;
      await refused(here.city.ask(here.withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    });

    it('are made to end sooner, never later', async () => {
      const { id, key } = await here.newKey({ expiresAt: instant(here.clock() + 2 * DAY) });
      const at = (days: number): JsonObject => ({ expiresAt: instant(here.clock() + days * DAY) });
      await refused(here.city.ask(here.clerk(), `/v1/credentials/${id}/expire`, at(3)), 400, 'FIELD_INVALID');
      await refused(
        here.city.ask(here.clerk(), `/v1/credentials/${id}/expire`, at(-1)),
        400,
        'FIELD_INVALID',
      );
      expect((await here.city.ask(here.clerk(), `/v1/credentials/${id}/expire`, at(1))).status).to.equal(200);
      here.offset = 1.5 * DAY;
      await refused(here.city.ask(here.withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    });

    it('are rotated: both are good during the overlap, the new one alone after it', async () => {
      const old = await here.newKey({ scopes: ['credential:manage', 'license:get'] });
      const body = { overlapSeconds: 3600 };
      const rotated = made(
        await here.city.ask(here.withKey(old.key), `/v1/credentials/${old.id}/rotate`, body),
      );
      expect(rotated.scopes).to.deep.equal(old.scopes);
      const ask = (key: string): Promise<Answer> => here.city.ask(here.withKey(key), '/v1/credentials');
      expect([(await ask(old.key)).status, (await ask(rotated.key!)).status]).to.deep.equal([200, 200]);
      const before = made(await here.city.ask(here.clerk(), `/v1/credentials/${old.id}`));
      expect(before).to.include({ state: 'ending', replacedBy: rotated.id });
      await refused(
        here.city.ask(here.clerk(), `/v1/credentials/${old.id}/rotate`, body),
        409,
        'CREDENTIAL_ENDED',
      );
      here.offset = 3601 * 1000;
      await refused(ask(old.key), 401, 'UNAUTHENTICATED');
      expect((await ask(rotated.key!)).status).to.equal(200);
    });

    it('a narrow one cannot rotate a wide one, and so come by it', async () => {
      const wide = await here.newKey();
      const narrow = await here.newKey({ scopes: ['credential:manage'] });
      const rotation = here.city.ask(here.withKey(narrow.key), `/v1/credentials/${wide.id}/rotate`, {});
      await refused(rotation, 422, 'SCOPE_NOT_HELD');
    });

    it('are revoked at once, and stay so over a restart', async () => {
      const { id, key } = await here.newKey();
      await here.city.ask(here.clerk(), `/v1/credentials/${id}/revoke`, {});
      await refused(here.city.ask(here.withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      await here.restart();
      await refused(here.city.ask(here.withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      expect(made(await here.city.ask(here.clerk(), `/v1/credentials/${id}`)).state).to.equal('revoked');
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
        here.city.ask(here.clerk(), `/v1/credentials/${id}/revoke`, more);

      /** Sends the head of a request and a part of its body; once the hub has taken it, the rest when asked to. */
      const begun = async (
        key: string,
        path: string,
        body: string,
        media = 'application/json',
      ): Promise<() => Promise<string>> => {
        const { host, hostname, port } = new URL(here.city.url('bureau'));
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
        const { key } = await here.newKey();
        const finish = await begun(key, '/v1/licenses', order);
        expect(await finish()).to.match(/HTTP\/1.1 201 /);
      });

      it('issues nothing', async () => {
        const stolen = await here.newKey();
        const { ledger } = here.city.hub('bureau').administration.licenses;
        const before = await ledger.height();
        const finish = await begun(stolen.key, '/v1/licenses', order);
        await revoke(stolen.id);
        refusedLate(await finish());
        expect(await ledger.height()).to.equal(before);
      });

      it('leaves no file behind', async () => {
        const stolen = await here.newKey();
        const path = `/v1/uploads?type=${TYPES.foodBusiness.code}&kind=issue`;
        const finish = await begun(stolen.key, path, '主体名称,统一社会信用代码\n', 'text/csv');
        await revoke(stolen.id);
        refusedLate(await finish());
        expect((await here.city.ask(here.clerk(), '/v1/jobs')).body.items).to.deep.equal([]);
      });

      it('makes no other key', async () => {
        const stolen = await here.newKey();
        const body = JSON.stringify({ kind: 'key', name: 'kept back' });
        const finish = await begun(stolen.key, '/v1/credentials', body);
        await revoke(stolen.id, { madeWith: 'revoke' });
        refusedLate(await finish());
        const { items } = (await here.city.ask(here.clerk(), '/v1/credentials?limit=200')).body;
        expect((items as CredentialAnswer[]).map(({ name }) => name)).to.not.include('kept back');
      });

      it('is refused when they run out by the clock', async () => {
        const { key } = await here.newKey({ expiresAt: instant(Date.now() + DAY) });
        const finish = await begun(key, '/v1/licenses', order);
        here.offset = 2 * DAY;
        refusedLate(await finish());
      });
    });

    it('fall with the one they were made with, when that is asked for, and no other', async () => {
      const root = await here.newKey();
      const child = made(
        await here.city.ask(here.withKey(root.key), '/v1/credentials', { kind: 'key', name: 'child' }),
      );
      const grandchild = made(
        await here.city.ask(here.withKey(child.key as string), `/v1/credentials/${child.id}/rotate`, {}),
      );
      const other = await here.newKey();
      const path = `/v1/credentials/${root.id}/revoke`;
      const kept = made(await here.city.ask(here.clerk(), path, { madeWith: 'keep' }));
      expect(kept).to.include({ state: 'revoked' }).and.not.have.property('fell');
      expect((await here.city.ask(here.withKey(child.key as string), '/v1/credentials')).status).to.equal(
        200,
      );

      const answer = made(await here.city.ask(here.clerk(), path, { madeWith: 'revoke' }, 'cascade-once'));
      expect(answer.fell).to.have.members([child.id, grandchild.id]);
      const again = made(await here.city.ask(here.clerk(), path, { madeWith: 'revoke' }, 'cascade-once'));
      expect(again).to.deep.equal(answer);
      for (const { key } of [root, child, grandchild]) {
        await refused(here.city.ask(here.withKey(key as string), '/v1/credentials'), 401, 'UNAUTHENTICATED');
      }
      expect((await here.city.ask(here.withKey(other.key), '/v1/credentials')).status).to.equal(200);
      await here.restart();
      await refused(
        here.city.ask(here.withKey(grandchild.key as string), '/v1/credentials'),
        401,
        'UNAUTHENTICATED',
      );
      const last = made(await here.city.ask(here.clerk(), path, { madeWith: 'revoke' }));
      expect(last.fell).to.deep.equal([]);
    });

    it("another's cannot be seen, ended or rotated, but an operator sees and ends it, and makes none", async () => {
      const { id, key } = await here.newKey();
      const other = here.named('示例市公安局 经办');
      await refused(here.city.ask(other, `/v1/credentials/${id}`), 404, 'NOT_FOUND');
      await refused(here.city.ask(other, `/v1/credentials/${id}/revoke`, {}), 404, 'NOT_FOUND');
      await refused(here.city.ask(other, '/v1/credentials?caller=market-clerk'), 403, 'FORBIDDEN');
      const seen = await here.city.ask(here.operator(), '/v1/credentials?caller=market-clerk&limit=200');
      expect((seen.body.items as JsonObject[]).map((each) => each.id)).to.include(id);
      await refused(here.city.ask(here.operator(), `/v1/credentials/${id}/rotate`, {}), 403, 'FORBIDDEN');
      expect((await here.city.ask(here.operator(), `/v1/credentials/${id}/revoke`, {})).status).to.equal(200);
      await refused(here.city.ask(here.withKey(key), '/v1/credentials'), 401, 'UNAUTHENTICATED');
    });
  });

  describe('in the wrong place or form', () => {
    const ask = async (headers: Record<string, string>, path = '/v1/credentials'): Promise<number> =>
      (await fetch(here.clerk().url + path, { headers })).status;

    it('a key in a query, a cookie, another header or another scheme opens nothing', async () => {
      const { key } = here.clerk();
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
      const { key } = here.named('第一银行客户经理');
      const headers = {
        authorization: `Bearer ${key}`,
        'x-caller': 'market-clerk',
        'x-forwarded-user': 'registrar',
      };
      expect(await ask(headers)).to.equal(401);
      const body = { kind: 'key', name: 'x', caller: 'registrar' };
      await refused(here.city.ask(here.clerk(), '/v1/credentials', body), 400, 'FIELD_UNKNOWN');
    });
  });
});
