import { expect } from 'chai';
import { formatInstant, type EventType, type WebhookPause } from '@hanlian/chaincode/domain';
import { Feed } from '@hanlian/gateway/feed/feed';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { createLimit } from '@hanlian/gateway/storage/limit';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { Records } from '@hanlian/gateway/webhooks/records';
import { Secrets } from '@hanlian/gateway/webhooks/secrets';
import { senderTo } from '@hanlian/gateway/webhooks/send';
import type { Subscription } from '@hanlian/gateway/webhooks/subscription';
import { Targets } from '@hanlian/gateway/webhooks/targets';
import { Worker, type WorkerParts } from '@hanlian/gateway/webhooks/worker';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { newFolder, removeFolder } from '../../../support/folders.js';
import { Receiver } from '../../../support/receiver.js';

const DEPARTMENT = '11410800MB18523953';
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const secrets = new Secrets(Buffer.alloc(32, 7));
const drawn = secrets.draw('hook-1', 0);

const hook = (receiver: Receiver, changes: Partial<Subscription> = {}): Subscription => ({
  v: 1,
  id: 'hook-1',
  caller: 'clerk',
  department: DEPARTMENT,
  name: 'a receiver',
  url: receiver.url,
  createdAt: 0,
  secrets: [drawn.kept],
  ...changes,
});

describe('the worker of a webhook', function () {
  this.timeout(20_000);
  let folder: string;
  let store: Store;
  let feed: Feed;
  let records: Records;
  let receiver: Receiver;
  let workers: Worker[];
  let now: number;
  /** How long was slept, in order: sleeping only moves the clock. */
  let slept: number[];
  let paused: WebhookPause[];
  let pausing: Promise<void>;
  let isEntitled: boolean;
  let told: number;

  const tell = async (
    type: EventType = 'license.changed',
    { caller, department = DEPARTMENT }: { caller?: string; department?: string } = {},
  ): Promise<void> => {
    const id = `ledger:${++told}-0`;
    const at = formatInstant(Math.floor(now / 1000));
    await feed.append([{ id, type, at, data: { told }, department, ...(caller && { caller }) }]);
  };
  const work = (subscription: Subscription, parts: Partial<WorkerParts> = {}): Worker => {
    let ended: () => void;
    pausing = new Promise((resolve) => (ended = resolve));
    const worker = new Worker(subscription, {
      feed,
      records,
      secrets,
      send: senderTo(new Targets({ networks: ['127.0.0.1'], plain: true }), 2000),
      limit: createLimit(8),
      clock: () => now,
      chance: () => 0,
      sleep: (milliseconds) => {
        slept.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
      isEntitled: () => isEntitled,
      pause: (_subscription, reason) => {
        paused.push(reason);
        ended();
        return Promise.resolve();
      },
      ...parts,
    });
    workers.push(worker);
    return worker;
  };
  const stopAll = async (): Promise<void> => {
    for (const worker of workers) worker.stop();
    await Promise.all(workers.map(({ running }) => running));
  };
  /** What is on disk, as a start after a crash finds it. */
  const reread = async (): Promise<Records> => (records = await Records.open(store, new GroupWriter(store)));
  const settled = async (): Promise<void> => {
    await stopAll();
    await reread();
  };

  beforeEach(async () => {
    folder = await newFolder();
    store = await openStore(folder);
    const writer = new GroupWriter(store);
    now = Date.now();
    feed = new Feed(store, writer, () => now);
    records = await Records.open(store, writer);
    receiver = await Receiver.open();
    [workers, slept, paused, isEntitled, told] = [[], [], [], true, 0];
  });
  afterEach(async () => {
    await stopAll();
    await receiver.close();
    await feed.close();
    await store.close();
    await removeFolder(folder);
  });

  it('sends what was told and what is told, in order', async () => {
    await tell();
    await tell('task.waiting');
    work(hook(receiver));
    await receiver.has(2);
    await tell('key.expiring');
    await receiver.has(3);
    expect(receiver.told).deep.equal(['1 license.changed', '2 task.waiting', '3 key.expiring']);
  });

  it('signs by the Standard Webhooks convention: its own library takes it, unchanged and in time alone', async () => {
    await tell();
    work(hook(receiver));
    await receiver.has(1);
    const [{ headers, body }] = receiver.got as [Receiver['got'][number]];
    const given = headers as Record<string, string>;
    const library = new Webhook(drawn.secret);
    expect(library.verify(body, given)).deep.equal({
      type: 'license.changed',
      timestamp: formatInstant(Math.floor(now / 1000)),
      id: 'ledger:1-0',
      position: '1',
      data: { told: 1 },
    });
    const changed: [string, Record<string, string>, Webhook?][] = [
      [`${body} `, given],
      [body, { ...given, 'webhook-id': 'evt_other' }],
      [body, { ...given, 'webhook-timestamp': String(Number(given['webhook-timestamp']) + 1) }],
      [body, given, new Webhook(secrets.draw('hook-1', 0).secret)],
    ];
    for (const [text, under, by = library] of changed) {
      expect(() => by.verify(text, under)).to.throw(WebhookVerificationError);
    }
  });

  it('is not taken again later: each attempt has the time of its own', async () => {
    now -= DAY;
    await tell();
    work(hook(receiver));
    await receiver.has(1);
    const [{ headers, body }] = receiver.got as [Receiver['got'][number]];
    const given = headers as Record<string, string>;
    expect(() => new Webhook(drawn.secret).verify(body, given)).to.throw(WebhookVerificationError, 'too old');
  });

  it('signs with both secrets while one ends, and with the new one alone afterwards', async () => {
    const other = secrets.draw('hook-1', 0);
    const until = Math.floor(now / 1000) + 60;
    const rotated = hook(receiver, { secrets: [other.kept, { ...drawn.kept, until }] });
    await tell();
    work(rotated);
    await receiver.has(1);
    const [{ headers, body }] = receiver.got as [Receiver['got'][number]];
    for (const { secret } of [drawn, other]) {
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.to.throw();
    }
    now += 60_000;
    await tell();
    await receiver.has(2);
    expect(String(receiver.got[1]!.headers['webhook-signature']).split(' ')).to.have.lengthOf(1);
  });

  it('sends the kinds that were asked for, of what its caller may know', async () => {
    await tell('license.recorded');
    await tell('license.changed', { caller: 'another' });
    await tell('license.changed', { department: '11100000MB0143028R' });
    await tell('license.changed', { caller: 'clerk' });
    await tell('task.closed');
    work(hook(receiver, { types: ['license.changed', 'task.closed'] }));
    await receiver.has(2);
    expect(receiver.told).deep.equal(['3 license.changed', '4 task.closed']);
  });

  it('waits twice as long after each failure, by the clock it is given, and sends nothing else meanwhile', async () => {
    receiver.answering = () => (receiver.got.length < 5 ? 503 : 204);
    await tell();
    await tell('task.waiting');
    work(hook(receiver));
    await receiver.has(6);
    // Half of 5, 10, 20 and 40 seconds: the least that chance may make of them.
    expect(slept).deep.equal([2500, 5000, 10_000, 20_000]);
    expect(receiver.told).deep.equal([...Array<string>(5).fill('1 license.changed'), '2 task.waiting']);
    const [first, second] = receiver.got.map(({ headers }) => headers);
    expect(second!['webhook-id']).equal(first!['webhook-id']);
    expect(Number(second!['webhook-timestamp'])).greaterThan(Number(first!['webhook-timestamp']));
    expect(receiver.got[5]!.headers['webhook-id']).not.equal(first!['webhook-id']);
  });

  it('waits the whole time when chance says so, and as long as the receiver asks, an hour at most', async () => {
    const asked = ['0', '60', '999999'];
    receiver.answering = (_got, response) => {
      response.writeHead(503, { 'retry-after': asked[receiver.got.length - 1] ?? '' }).end();
      return undefined;
    };
    await tell();
    work(hook(receiver), { chance: () => 1 });
    await receiver.has(4);
    expect(slept.slice(0, 3)).deep.equal([5000, 60_000, HOUR]);
  });

  it('gives an event up after fourteen attempts in four hours, keeps why, and goes on', async () => {
    receiver.answering = ({ body }, response) => {
      if (!body.includes('"position":"1"')) return 204;
      response.writeHead(400).end('x'.repeat(5000));
      return undefined;
    };
    await tell();
    await tell('task.waiting');
    work(hook(receiver), { chance: () => 1 });
    await receiver.has(15);
    await settled();
    expect(slept.reduce((sum, one) => sum + one, 0)).within(4 * HOUR, 5 * HOUR);
    const [dead, ...others] = await records.dead('hook-1');
    expect(others).deep.equal([]);
    expect(dead).to.deep.include({ position: 1, attempts: 14, waiting: false });
    expect(dead).to.deep.include({ last: { reason: 'answered', status: 400 }, answer: 'x'.repeat(512) });
    expect(receiver.told.slice(13)).deep.equal(['1 license.changed', '2 task.waiting']);
  });

  it('sends a dead letter once more when it is asked to, and keeps it when that fails', async () => {
    await tell();
    await tell();
    const last = { reason: 'timeout' } as const;
    for (const position of [1, 2]) {
      const dead = { position, waiting: true, attempts: 14, at: now, last };
      await records.move('hook-1', { position: 2, attempts: 0 }, dead);
    }
    receiver.answering = ({ body }) => (body.includes('"position":"1"') ? 204 : 500);
    work(hook(receiver));
    await receiver.has(2);
    await tell('task.closed');
    await receiver.has(3);
    await settled();
    expect(
      (await records.dead('hook-1')).map(({ position, attempts, waiting }) => [position, attempts, waiting]),
    ).deep.equal([[2, 15, false]]);
  });

  it('forgets a dead letter after thirty days, and not before', async () => {
    const last = { reason: 'timeout' } as const;
    for (const [position, at] of [
      [1, now - 1],
      [2, now],
    ] as const) {
      const dead = { position, waiting: false, attempts: 14, at, last };
      await records.move('hook-1', { position: 2, attempts: 0 }, dead);
    }
    await records.sweep(now);
    expect((await records.dead('hook-1')).map(({ position }) => position)).deep.equal([2]);
  });

  it('says for how long the oldest event it is to send has waited', async () => {
    const begun = now;
    const worker = work(hook(receiver, { types: ['task.waiting'] }), { clock: () => begun + HOUR });
    expect(await worker.lag()).equal(0);
    await stopAll();
    await tell('license.changed');
    expect(await worker.lag()).equal(0);
    now += HOUR / 2;
    await tell('task.waiting');
    expect(await worker.lag()).within(HOUR / 2, HOUR / 2 + 1000);
  });

  it('pauses after three days without a delivery, and not before', async () => {
    receiver.answering = () => 500;
    for (let i = 0; i < 100; i++) await tell();
    const began = now;
    work(hook(receiver));
    await pausing;
    expect(paused).deep.equal(['failing']);
    expect(now - began).within(3 * DAY, 3 * DAY + HOUR);
  });

  it('pauses at once when the receiver says it is gone, with the event still to send', async () => {
    receiver.answering = () => 410;
    await tell();
    work(hook(receiver));
    await pausing;
    await settled();
    expect(paused).deep.equal(['gone']);
    expect(records.progress('hook-1')).to.include({ position: 0, attempts: 1 });
  });

  it('sends nothing once its credential was revoked', async () => {
    isEntitled = false;
    await tell();
    work(hook(receiver));
    await pausing;
    expect(paused).deep.equal(['credential']);
    expect(receiver.got).deep.equal([]);
  });

  it('goes on after a stop where it was, with as many attempts made', async () => {
    receiver.answering = () => (receiver.got.length === 1 ? 204 : 500);
    await tell();
    await tell('task.waiting');
    await tell('task.closed');
    work(hook(receiver));
    await receiver.has(4);
    await settled();
    const { position, attempts } = records.progress('hook-1');
    expect(position).equal(1);
    expect(attempts).within(2, receiver.got.length - 1);
    receiver.answering = () => 204;
    const before = receiver.got.length;
    work(hook(receiver));
    await receiver.has(before + 2);
    expect(receiver.told.slice(before)).deep.equal(['2 task.waiting', '3 task.closed']);
  });

  it('has no more attempts at work than may be, of all webhooks, and one that hangs keeps no other waiting', async () => {
    const limit = createLimit(3);
    let atWork = 0;
    let most = 0;
    receiver.answering = (_got, response) => {
      most = Math.max(most, ++atWork);
      // Long enough for others to come in, were they let.
      setTimeout(() => {
        atWork--;
        response.writeHead(204).end();
      }, 20);
      return undefined;
    };
    const hanging = await Receiver.open(() => undefined);
    for (let i = 0; i < 5; i++) await tell();
    work(hook(hanging), { limit });
    await hanging.has(1);
    for (let i = 2; i <= 7; i++) {
      const id = `hook-${i}`;
      work(hook(receiver, { id, secrets: [secrets.draw(id, 0).kept] }), { limit });
    }
    await receiver.has(30);
    expect(most).equal(2);
    await stopAll();
    await hanging.close();
  });
});
