import { expect } from 'chai';
import { nameOf } from '@hanlian/gateway/outbox/entries';
import { sweep } from '@hanlian/gateway/outbox/sweep';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { eventually } from '../../../support/eventually.js';

import { codeOf, refused, WritingHub } from '../../../support/writing-hub.js';

describe('a write, once', () => {
  let hub: WritingHub;

  beforeEach(async () => {
    hub = await WritingHub.make();
  });
  afterEach(() => hub.remove());

  it('answers a replay with the first answer, and does nothing again', async () => {
    const first = await hub.once('k', 'body', 'one');
    expect(await hub.once('k', 'body', 'another')).deep.equal(first);
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('answers a replay after a restart', async () => {
    const first = await hub.once('k', 'body', 'one');
    await hub.reopen();
    expect(await hub.once('k', 'body', 'another')).deep.equal(first);
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('answers a replay of what an earlier version kept, the answer inside its entry', async () => {
    const entry = { v: 1, bodyDigest: 'body', at: hub.now, outcome: { answer: { old: 'one' } } };
    await hub.store.put(nameOf('caller', 'k'), Buffer.from(JSON.stringify(entry)));
    await hub.reopen();
    expect(await hub.once('k', 'body', 'two')).deep.equal({ old: 'one' });
    await hub.requests.background().close();
    expect(hub.ledger.effects).deep.equal([]);
  });

  it('refuses the key with another body, before and after a restart', async () => {
    await hub.once('k', 'body', 'one');
    expect(await codeOf(hub.once('k', 'other', 'two'))).equal('IDEMPOTENCY_KEY_REUSED');
    await hub.reopen();
    expect(await codeOf(hub.once('k', 'other', 'two'))).equal('IDEMPOTENCY_KEY_REUSED');
  });

  it("keeps one caller's keys apart from another's", async () => {
    await hub.once('k', 'body', 'one');
    await hub.requests.settled('someone else', { key: 'k', bodyDigest: 'other' }, () => hub.plan('two'));
    expect(hub.ledger.effects).deep.equal(['one', 'two']);
  });

  it('tells a concurrent request that the first is at work', async () => {
    let release = (): void => undefined;
    hub.ledger.gate = new Promise((resolve) => (release = resolve));
    const first = hub.once('k', 'body', 'one');
    expect(await codeOf(hub.once('k', 'body', 'one'))).equal('IDEMPOTENCY_IN_PROGRESS');
    expect(await codeOf(hub.once('k', 'other', 'one'))).equal('IDEMPOTENCY_KEY_REUSED');
    release();
    await first;
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('lets a key go when its request was wrong before anything was stored', async () => {
    const wrong = hub.requests.settled('caller', { key: 'k', bodyDigest: 'body' }, () =>
      Promise.reject(refused('FIELD_INVALID')),
    );
    expect(await codeOf(wrong)).equal('FIELD_INVALID');
    await hub.once('k', 'mended', 'one');
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it("keeps the contract's refusal as the answer", async () => {
    hub.ledger.endorsements = [refused('STALE')];
    expect(await codeOf(hub.once('k', 'body', 'one'))).equal('STALE');
    await hub.reopen();
    expect(await codeOf(hub.once('k', 'body', 'one'))).equal('STALE');
    expect(hub.ledger.effects).deep.equal([]);
  });

  it('forgets an answer after thirty days, and not before', async () => {
    const day = 24 * 60 * 60 * 1000;
    await hub.once('k', 'body', 'one');
    const kept = async (): Promise<number> => (await hub.store.keys().all()).length;
    // What was asked for, and what became of it.
    await eventually(async () => expect(await kept()).equal(2));
    hub.now += 29 * day;
    await sweep(
      { store: hub.store, writer: new GroupWriter(hub.store), jobs: hub.jobs, clock: () => hub.now },
      AbortSignal.timeout(60_000),
    );
    expect(await codeOf(hub.once('k', 'other', 'two'))).equal('IDEMPOTENCY_KEY_REUSED');
    hub.now += 2 * day;
    await hub.reopen();
    const background = hub.requests.background();
    await eventually(async () => expect(await kept()).equal(0));
    await background.close();
    await hub.once('k', 'other', 'two');
    expect(hub.ledger.effects).deep.equal(['one', 'two']);
  });
});
