import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { storeFolder } from '@hanlian/gateway/places';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { callerOf } from '../support/answers.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, rawBytes, removeFolder } from '../support/folders.js';
import { Receiver, type Got } from '../support/receiver.js';

const basis = { law: '行政许可法第六十九条', document: '示例市监撤〔2026〕7号' };
const LOCAL = { HANLIAN_WEBHOOK_NETWORKS: '127.0.0.1', HANLIAN_WEBHOOK_HTTP: 'internal' };

type IsFromHub = (headers: Got['headers'], body: string, secret: string, now?: number) => boolean;

/** The receiver's check as docs/http.md shows it. */
async function sampleCheck(): Promise<IsFromHub> {
  const text = await readFile(new URL('../../../docs/http.md', import.meta.url), 'utf8');
  const [, source = ''] = /```js verify-webhook\n([^]*?)```/.exec(text) ?? [];
  const module = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    isFromHub: IsFromHub;
  };
  return module.isFromHub;
}

describe('webhooks of a city', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let receiver: Receiver;
  let isFromHub: IsFromHub;
  let ids: string[];
  /** The webhook most of these are about. */
  let hook: string;
  let secret: string;

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const ask = (path: string, body?: object, key?: string): Promise<Answer> =>
    city.ask(named('market-clerk'), path, body, key);
  const suspend = async (id: string): Promise<void> => {
    const { status, body } = await ask(`/v1/licenses/${id}/suspend`, { basis });
    expect(status, JSON.stringify(body)).equal(200);
  };
  const subject = ({ body }: Got): unknown => (JSON.parse(body) as { data: JsonObject }).data['certificate'];

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, {}, LOCAL);
    // Webhooks begin where the feed ends, and it follows the ledger a moment behind.
    await eventually(async () => {
      const metrics = await (await fetch(`${city.url('bureau')}/metrics`)).text();
      expect(metrics).to.match(/^hanlian_feed_lag_blocks(\{.*\})? 0$/m);
    });
    receiver = await Receiver.open();
    isFromHub = await sampleCheck();
    const query = `type=${TYPES.businessLicense.code}&issuer=${DEPARTMENTS.market.code}&standing=valid&limit=20`;
    ids = ((await ask(`/v1/licenses?${query}`)).body.items as { id: string }[]).map(({ id }) => id);
  });
  after(async () => {
    await city.stop();
    await receiver.close();
    await removeFolder(folder);
  });

  it('tell of what happens from then on; the sample of docs/http.md takes them, and nothing else', async () => {
    const input = { name: 'ours', url: receiver.url, types: ['license.changed'] };
    const made = await ask('/v1/webhooks', input, 'one-webhook');
    expect(made.status, JSON.stringify(made.body)).equal(201);
    [hook, secret] = [made.body.id as string, made.body.secret as string];
    const again = await ask('/v1/webhooks', input, 'one-webhook');
    expect(again.body.id).equal(hook);
    expect(again.body).not.to.have.property('secret');
    await suspend(ids[0]!);
    await receiver.has(1);
    const [{ headers, body }] = receiver.got as [Got];
    expect(subject(receiver.got[0]!)).equal(ids[0]!);
    expect(isFromHub(headers, body, secret)).equal(true);
    expect(isFromHub(headers, `${body} `, secret)).equal(false);
    expect(isFromHub({ ...headers, 'webhook-id': 'evt_other' }, body, secret)).equal(false);
    expect(isFromHub(headers, body, `whsec_${Buffer.alloc(32).toString('base64')}`)).equal(false);
    expect(isFromHub(headers, body, secret, Date.now() / 1000 + 301)).equal(false);
  });

  it('are signed by two secrets while one ends', async () => {
    const { status, body } = await ask(`/v1/webhooks/${hook}/rotate`, { overlapSeconds: 600 });
    expect(status, JSON.stringify(body)).equal(201);
    await suspend(ids[1]!);
    await receiver.has(2);
    const { headers, body: sent } = receiver.got[1]!;
    expect(isFromHub(headers, sent, secret)).equal(true);
    expect(isFromHub(headers, sent, body.secret as string)).equal(true);
    expect((await ask(`/v1/webhooks/${hook}`)).body.secrets).to.have.lengthOf(2);
    secret = body.secret as string;
  });

  it('catch up after a pause, and after a restart', async () => {
    const described = { name: 'ours', url: receiver.url, types: ['license.changed'] };
    const change = (state: string): Promise<Answer> =>
      city.put(named('market-clerk'), `/v1/webhooks/${hook}`, { ...described, state });
    expect((await change('paused')).body).to.include({ state: 'paused', pausedFor: 'asked' });
    await suspend(ids[2]!);
    await city.stop();
    city = await runCity(folder, {}, LOCAL);
    expect((await ask(`/v1/webhooks/${hook}`)).body.state).equal('paused');
    expect((await change('active')).body).not.to.have.property('pausedFor');
    await receiver.has(3);
    expect(subject(receiver.got[2]!)).equal(ids[2]!);
  });

  it('keep their secrets encrypted', async () => {
    await city.stop();
    const bytes = await rawBytes(storeFolder(join(folder, 'bureau')));
    city = await runCity(folder, {}, LOCAL);
    const plain = Buffer.from(secret.slice('whsec_'.length), 'base64');
    for (const form of [
      plain,
      plain.toString('base64'),
      plain.toString('base64url'),
      plain.toString('hex'),
    ]) {
      expect(bytes.includes(form)).equal(false);
    }
  });

  it('stop when the receiver is gone, and their caller alone is told so', async () => {
    const gone = await Receiver.open(() => 410);
    const made = await ask('/v1/webhooks', { name: 'gone', url: gone.url, types: ['license.changed'] });
    const { position: from } = (await ask('/v1/events?after=0&limit=200')).body;
    await suspend(ids[3]!);
    await gone.has(1);
    const told = async (caller: string): Promise<JsonObject[]> => {
      const found: JsonObject[] = [];
      for (let after = from as string; ;) {
        const { body } = await city.ask(named(caller), `/v1/events?after=${after}&limit=200&wait=2`);
        const items = body.items as JsonObject[];
        found.push(...items.filter(({ type }) => type === 'webhook.paused'));
        if (items.length === 0 || found.length > 0) return found;
        after = body.position as string;
      }
    };
    expect((await told('market-clerk')).map(({ data }) => data)).deep.equal([
      { webhook: made.body.id!, reason: 'gone' },
    ]);
    expect(await told('market-reviewer')).deep.equal([]);
    await gone.close();
  });

  it('are refused to addresses inside, to whoever may not read events, and beyond twenty', async () => {
    const inside = await ask('/v1/webhooks', { name: 'x', url: 'https://169.254.169.254/latest/meta-data' });
    expect(inside).to.deep.include({ status: 422 });
    expect(inside.body.code).equal('WEBHOOK_TARGET_REFUSED');
    const scopes = ['webhook:manage'];
    const narrow = await ask('/v1/credentials', { kind: 'key', name: 'narrow', scopes });
    const by = { ...named('market-clerk'), key: narrow.body.key as string };
    for (const path of ['/v1/webhooks', `/v1/webhooks/${hook}/redeliver`]) {
      const body = path === '/v1/webhooks' ? { name: 'x', url: receiver.url } : {};
      expect((await city.ask(by, path, body)).status).equal(403);
    }
    const url = receiver.url;
    const change = await city.put(by, `/v1/webhooks/${hook}`, { name: 'ours', url });
    expect(change.status).equal(403);
    let last: Answer | undefined;
    for (let i = 0; i < 20; i++)
      last = await ask('/v1/webhooks', { name: `${i}`, url, types: ['key.expiring'] });
    expect(last!.body.code).equal('WEBHOOKS_FULL');
  });

  it('send nothing more once the credential they were made with is revoked', async () => {
    const mine = await Receiver.open();
    const reviewer = named('market-reviewer');
    const stolen = (await city.ask(reviewer, '/v1/credentials', { kind: 'key', name: 'stolen' })).body;
    const by = { ...reviewer, key: stolen.key as string };
    const made = await city.ask(by, '/v1/webhooks', { name: 'elsewhere', url: mine.url });
    expect(made.status).equal(201);
    await city.ask(reviewer, `/v1/credentials/${stolen.id as string}/revoke`, {});
    const before = mine.got.length;
    await suspend(ids[4]!);
    const state = async (): Promise<JsonObject> =>
      (await city.ask(reviewer, `/v1/webhooks/${made.body.id as string}`)).body;
    while ((await state()).state !== 'paused') await new Promise(setImmediate);
    expect((await state()).pausedFor).equal('credential');
    expect(mine.got.length).equal(before);
    await mine.close();
  });

  const clerk = { name: '新经办', role: 'clerk', department: DEPARTMENTS.market.code, person: 'O203' };
  const ends: [string, string, object][] = [
    ['was disabled', '/disable', {}],
    ['went to another department', '', { ...clerk, department: DEPARTMENTS.drug.code }],
    ['may no longer read events', '', { ...clerk, scopes: ['license:get'] }],
  ];
  for (const [i, [title, path, facts]] of ends.entries()) {
    it(`send nothing more to whom ${title}`, async () => {
      // Only the key they were made with was looked at: whoever had left was sent the department's events for good.
      const mine = await Receiver.open();
      const id = `leaver-${i}`;
      const { key } = (await city.ask(named('operator'), '/v1/callers', { id, ...clerk })).body;
      const by = { ...named('market-clerk'), key: key as string };
      const made = await city.ask(by, '/v1/webhooks', {
        name: 'mine',
        url: mine.url,
        types: ['task.waiting', 'license.changed'],
      });
      expect(made.status, JSON.stringify(made.body)).equal(201);
      const done = await (path === ''
        ? city.put(named('operator'), `/v1/callers/${id}`, facts)
        : city.ask(named('operator'), `/v1/callers/${id}${path}`, facts));
      expect(done.status, JSON.stringify(done.body)).equal(200);
      const witness = await Receiver.open();
      const other = { name: 'witness', url: witness.url, types: ['license.changed'] };
      expect((await city.ask(named('market-reviewer'), '/v1/webhooks', other)).status).equal(201);
      await suspend(ids[10 + i]!);
      await witness.has(1);
      const kept = (): Promise<string> =>
        city
          .hub('bureau')
          .administration.licenses.store.get(`hook~${made.body.id as string}`)
          .then(String);
      await eventually(async () => expect(await kept()).to.include('"paused":"credential"'));
      expect(mine.got).to.have.lengthOf(0);
      await Promise.all([mine.close(), witness.close()]);
    });
  }

  it('show in the metrics for how long a receiver has left its oldest event waiting', async () => {
    const stubborn = await Receiver.open(() => 500);
    // The clerk's own are as many as may be.
    const reviewer = named('market-reviewer');
    const input = { name: 'stubborn', url: stubborn.url, types: ['license.changed'] };
    expect((await city.ask(reviewer, '/v1/webhooks', input)).status).equal(201);
    const lag = async (): Promise<number> => {
      const text = await (await fetch(`${city.url('bureau')}/metrics`)).text();
      return Number(/^hanlian_webhook_lag_seconds (\d+)$/m.exec(text)![1]);
    };
    expect(await lag()).equal(0);
    await suspend(ids[6]!);
    await stubborn.has(1);
    while ((await lag()) === 0) await new Promise(setImmediate);
    await stubborn.close();
  });

  it('forget what was given up thirty days ago', async () => {
    const { store } = city.hub('bureau').administration.licenses;
    const day = 24 * 60 * 60 * 1000;
    const letter = (days: number): Buffer =>
      Buffer.from(JSON.stringify({ position: days, waiting: false, at: Date.now() - days * day }));
    for (const days of [29, 31]) {
      const put = { type: 'put', key: `hookdead~${hook}~${days}`, value: letter(days) } as const;
      await store.batch([put]);
    }
    await city.stop();
    city = await runCity(folder, {}, LOCAL);
    const left = (): Promise<string[]> =>
      city
        .hub('bureau')
        .administration.licenses.store.keys({ gte: 'hookdead~', lt: 'hookdead~\u007f' })
        .all();
    while ((await left()).length > 1) await new Promise(setImmediate);
    expect(await left()).deep.equal([`hookdead~${hook}~29`]);
  });

  it('are deleted with all that was left to send', async () => {
    expect((await ask(`/v1/webhooks/${hook}/delete`, {})).body).deep.equal({ id: hook });
    expect((await ask(`/v1/webhooks/${hook}`)).status).equal(404);
    const count = receiver.got.length;
    await suspend(ids[5]!);
    await city.stop();
    city = await runCity(folder, {}, LOCAL);
    expect((await ask(`/v1/webhooks/${hook}`)).status).equal(404);
    expect(receiver.got.length).equal(count);
  });
});
