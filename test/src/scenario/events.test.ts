import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { formatInstant, type FeedEvent } from '@hanlian/chaincode/domain';
import { indexFolder, storeFolder } from '@hanlian/gateway/places';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { openStore } from '@hanlian/gateway/storage/store';
import { callerOf } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const basis = { law: '行政许可法第六十九条', document: '示例市监撤〔2026〕7号' };
const MARKET = DEPARTMENTS.market.code;
const WAIT = 10;

describe('what a department is told', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  /** Business licences of the sample. */
  let ids: string[];

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const events = async (caller: string, after = '0', wait = 0): Promise<FeedEvent[]> => {
    const found: FeedEvent[] = [];
    for (let position = after; ;) {
      const path = `/v1/events?limit=200&after=${position}&wait=${found.length > 0 ? 0 : wait}`;
      const { status, body } = await city.ask(named(caller), path);
      expect(status, JSON.stringify(body)).equal(200);
      const items = body.items as unknown as FeedEvent[];
      if (items.length === 0) return found;
      found.push(...items);
      position = body.position as string;
    }
  };
  const endOf = async (caller: string): Promise<string> => (await events(caller)).at(-1)?.position ?? '0';
  const act = async (id: string, operation: string): Promise<void> => {
    const { status, body } = await city.ask(named('market-clerk'), `/v1/licenses/${id}/${operation}`, {
      basis,
    });
    expect(status, JSON.stringify(body)).equal(200);
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    const query = `type=${TYPES.businessLicense.code}&issuer=${MARKET}&standing=valid&limit=20`;
    const { body } = await city.ask(named('market-clerk'), `/v1/licenses?${query}`);
    ids = (body.items as { id: string }[]).map(({ id }) => id);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it("hears of its own acts, in the order of the ledger, and of nobody else's", async () => {
    const own = await events('market-clerk');
    expect(own.length).greaterThan(0);
    expect(own.map(({ position }) => Number(position))).deep.equal(own.map((_, i) => i + 1));
    expect(
      new Set(own.filter(({ type }) => type.startsWith('license')).map(({ data }) => data['department'])),
    ).deep.equal(new Set([MARKET]));
    expect(await events('market-reviewer')).deep.equal(own);
    const other = await events('land-clerk');
    expect(other.filter(({ data }) => data['department'] === MARKET)).deep.equal([]);
  });

  it('hears at another hub of a certificate it verified, when that changes, and of no other', async () => {
    const [watched, other] = ids as [string, string];
    const bank = named('bank-one-officer');
    const verified = await city.ask(bank, '/v1/verifications', { id: watched });
    expect(verified.body.verdict, JSON.stringify(verified.body)).equal('VALID');
    // Nobody in particular asks for the other, and a stranger asks for the first.
    await city.ask('bank', '/v1/verifications', { id: other });
    const [bankFrom, strangerFrom] = [await endOf('bank-one-officer'), await endOf('bank-two-officer')];
    const arrives = events('bank-one-officer', bankFrom, WAIT);
    await act(other, 'suspend');
    await act(watched, 'suspend');
    const [told, ...more] = await arrives;
    expect(more).deep.equal([]);
    expect(told).to.include({ type: 'license.changed' });
    expect(told!.data).to.include({ certificate: watched, operation: 'license.suspend' });
    expect(await events('bank-two-officer', strangerFrom)).deep.equal([]);
  });

  it('keeps no list of who verified what in the clear', async () => {
    await city.stop();
    const store = await openStore(storeFolder(join(folder, 'bank')));
    const watches = await store.iterator({ gte: 'watch~', lt: 'watch~\u007f' }).all();
    await store.close();
    city = await runCity(folder);
    expect(watches).to.have.lengthOf(1);
    expect(String(watches[0])).to.not.include(TYPES.businessLicense.code);
    expect(String(watches[0])).to.not.include('officer');
  });

  it('hears of tasks that wait and that were closed', async () => {
    const { preparer, reviewer } = clerksOf(DEPARTMENTS.housing.code);
    const from = await endOf(reviewer.id);
    const order = {
      type: TYPES.constructionPermit.code,
      basis,
      certificates: [
        {
          holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例建设有限公司' }],
          fields: {
            unitName: '示例建设有限公司',
            unitCode: '91350100M000100Y43',
            project: '示例桥',
            cost: '1',
          },
          effectiveFrom: '2026-01-01',
          effectiveTo: '2099-12-31',
        },
      ],
    };
    const task = (await city.ask(named(preparer.id), '/v1/licenses', order)).body.id as string;
    const [waiting] = await events(reviewer.id, from, WAIT);
    expect(waiting).to.include({ id: `task:${task}:waiting`, type: 'task.waiting' });
    const next = waiting!.position;
    const reason = '现场核查未通过';
    expect((await city.ask(named(reviewer.id), `/v1/tasks/${task}/reject`, { reason })).status).equal(200);
    const [closed] = await events(preparer.id, next, WAIT);
    expect(closed).to.deep.include({
      type: 'task.closed',
      data: { task, operation: 'issue', state: 'rejected' },
    });
    expect(JSON.stringify(closed)).to.not.include(reason);
  });

  it('reads the same from every position after a restart, and after the read model was built anew', async () => {
    const before = await events('market-clerk');
    await city.stop();
    await rm(indexFolder(join(folder, 'bureau')), { recursive: true });
    city = await runCity(folder);
    await act(ids[2]!, 'suspend');
    const [last, ...more] = await events('market-clerk', before.at(-1)!.position, WAIT);
    expect(more).deep.equal([]);
    expect(last!.data).to.include({ certificate: ids[2]! });
    expect(await events('market-clerk')).deep.equal([...before, last]);
    const middle = before[Math.floor(before.length / 2)]!;
    expect((await events('market-clerk', middle.position))[0]).deep.equal(
      before[Math.floor(before.length / 2) + 1],
    );
  });

  it('hears of a job when its file is checked, and its caller alone that its own key ends', async () => {
    const from = await endOf('market-clerk');
    const clerk = named('market-clerk');
    const made = await city.ask(clerk, '/v1/credentials', {
      kind: 'key',
      name: '夜间批量',
      expiresAt: formatInstant(Math.floor(Date.now() / 1000) + 5 * 24 * 60 * 60),
    });
    expect(made.status, JSON.stringify(made.body)).equal(201);
    const path = `/v1/uploads?type=${TYPES.businessLicense.code}&kind=issue`;
    const sent = await fetch(clerk.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${clerk.key}`,
        'content-type': 'text/csv',
        'idempotency-key': 'a-file',
      },
      body: 'unitName\n示例企业\n',
    });
    const job = (await sent.json()) as { id: string };
    expect(sent.status, JSON.stringify(job)).equal(202);
    const [told] = await events('market-clerk', from, WAIT);
    expect(told!.type).match(/^job\./);
    expect(told!.data['job']).equal(job.id);
    await city.stop();
    city = await runCity(folder);
    const warned = async (caller: string): Promise<number> => {
      await city.hub('bureau').administration.resumed;
      return (await events(caller, from, 1)).filter(({ type }) => type === 'key.expiring').length;
    };
    expect(await warned('market-clerk')).equal(1);
    expect(await warned('market-reviewer')).equal(0);
  });

  it('refuses a position it has not come to', async () => {
    const { status, body } = await city.ask(named('market-clerk'), '/v1/events?after=99999');
    expect(status).equal(409);
    expect(body).to.include({ code: 'EVENT_POSITION_AHEAD', field: 'after' });
  });

  it('is warned once, thirty, seven and one days before a seal key ends', async () => {
    const until = Math.floor(Date.now() / 1000) + 20 * 24 * 60 * 60;
    const keys = (await city.ask(named('registrar'), '/v1/seal-keys')).body.items as {
      department: string;
      key: string;
      since: number;
      revision: number;
    }[];
    const { key, since, revision } = keys.find(({ department }) => department === MARKET)!;
    const changed = await city.put(
      named('registrar'),
      `/v1/seal-keys/${MARKET}/${key}`,
      { since: formatInstant(since), until: formatInstant(until) },
      { 'if-match': `"${revision}"` },
    );
    expect(changed.status, JSON.stringify(changed.body)).equal(200);
    const warnings = async (): Promise<unknown[]> => {
      await city.stop();
      city = await runCity(folder);
      await city.hub('bureau').administration.resumed;
      return (await events('market-clerk'))
        .filter(({ type, data }) => type === 'key.expiring' && data['kind'] === 'sealKey')
        .map(({ data: { kind, days } }) => ({ kind, days }));
    };
    expect(await warnings()).deep.equal([{ kind: 'sealKey', days: 30 }]);
    expect(await warnings()).deep.equal([{ kind: 'sealKey', days: 30 }]);
  });
});
