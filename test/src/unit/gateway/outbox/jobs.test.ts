import { expect } from 'chai';
import type { JsonValue } from '@hanlian/chaincode/domain';
import { isOver } from '../../../support/pending.js';

import { codeOf, DEPARTMENT, refused, unavailable, WritingHub } from '../../../support/writing-hub.js';

describe('a write of several steps', () => {
  let hub: WritingHub;

  beforeEach(async () => {
    hub = await WritingHub.make();
  });
  afterEach(() => hub.remove());

  it('does all steps of a job in the order of its answer, the first before the others', async () => {
    const answer = (await hub.once('k', 'body', 'open', 'a', 'b', 'c')) as { transactionIds: string[] };
    expect(hub.ledger.effects[0]).equal('open');
    expect(answer.transactionIds.map((id) => hub.ledger.committed.get(id))).deep.equal([
      'open',
      'a',
      'b',
      'c',
    ]);
  });

  it('goes on with a job that failed in the middle', async () => {
    hub.ledger.endorsements = [];
    const ledgerEndorse = hub.ledger.port.endorse.bind(hub.ledger.port);
    let failures = 1;
    hub.ledger.port.endorse = (bytes, signature) =>
      Buffer.from(bytes).toString().endsWith(' b') && failures-- > 0
        ? Promise.reject(refused('LEDGER_UNAVAILABLE'))
        : ledgerEndorse(bytes, signature);
    expect(await codeOf(hub.once('k', 'body', 'open', 'a', 'b'))).equal('LEDGER_UNAVAILABLE');
    await hub.once('k', 'body', 'never');
    expect([...hub.ledger.effects].sort()).deep.equal(['a', 'b', 'open']);
  });

  it('names what of a batch stands when a later run is refused, and goes on with the rest when it is resumed', async () => {
    hub.ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
    expect(await codeOf(hub.once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
    expect(hub.ledger.effects).to.have.members(['open', 'two']);
    await hub.reopen();
    // Neither the same request nor a start does more by itself.
    await hub.requests.background().resumed;
    expect(await codeOf(hub.once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
    const kept = hub.jobs.get('job-open-one-two');
    expect(hub.requests.stateOf(kept)).to.deep.include({ caller: 'caller' });
    const standing = await hub.jobs.committed(kept);
    expect(standing.map((each) => each !== undefined)).deep.equal([true, false, true]);

    hub.ledger.endorsements = [refused('OTHER_DEPARTMENT')];
    expect(await codeOf(hub.requests.resume('caller', { key: 'k' }))).equal('BATCH_INCOMPLETE');
    await hub.reopen();
    const answer = (await hub.requests.resume('caller', { key: 'k' })) as { transactionIds: string[] };
    expect(answer.transactionIds).to.have.length(3);
    expect(hub.ledger.effects).to.have.members(['open', 'one', 'two']);
    await hub.reopen();
    expect(await hub.once('k', 'body', 'open', 'one', 'two')).deep.equal(answer);
    expect(await hub.requests.resume('caller', { key: 'k' })).deep.equal(answer);
    expect(hub.ledger.effects).to.have.length(3);
    expect(await codeOf(hub.requests.resume('caller', { key: 'other' }))).equal('NOT_FOUND');
  });

  it('takes a batch up again by itself when what failed may pass, whatever else was refused', async () => {
    hub.ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT'), unavailable()];
    expect(await codeOf(hub.once('k', 'body', 'open', 'one', 'two'))).equal('LEDGER_UNAVAILABLE');
    expect(await hub.once('k', 'body', 'open', 'one', 'two')).to.deep.include({
      did: ['open', 'one', 'two'],
    });
  });

  // The store was closed under it: nobody waited for what a caller had asked to go on.
  it('is waited for at a stop when a batch was taken up again in the background', async () => {
    hub.ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
    expect(await codeOf(hub.once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
    let open = (): void => undefined;
    hub.ledger.gate = new Promise((resolve) => (open = resolve));
    await hub.requests.resumeJob(hub.jobs.get('job-open-one-two'));
    const closed = hub.requests.background().close();
    expect(await isOver(closed)).equal(false);
    open();
    await closed;
    await hub.reopen();
    expect(hub.requests.stateOf(hub.jobs.get('job-open-one-two')).outcome).to.have.property('answer');
  });

  describe('what its department is told', () => {
    /** Once what was decided is on disk, and taken into the feed. */
    const told = async (after = '0'): Promise<JsonValue[]> => {
      await hub.feed.arrival(DEPARTMENT, Number(after), 2000);
      const { items } = await hub.feed.read(
        { id: 'x', department: DEPARTMENT },
        { after, limit: 50, wait: 0 },
      );
      return items.map(({ type, data }) => ({ type, ...data }));
    };
    const job = 'job-open-one-two';
    const done = { type: 'job.closed', job, state: 'done', transactions: 3 };

    it('is nothing of what its request answered', async () => {
      await hub.once('k', 'body', 'one');
      await hub.feed.take();
      expect(hub.feed.last(DEPARTMENT)).equal(0);
    });

    it('is each time a batch stops half way, and when it is done', async () => {
      const stopped = {
        type: 'job.waiting',
        job,
        state: 'stopped',
        transactions: 3,
        code: 'BATCH_INCOMPLETE',
      };
      hub.ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
      expect(await codeOf(hub.once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
      expect(await told()).deep.equal([stopped]);
      hub.now += 1000;
      hub.ledger.endorsements = [refused('OTHER_DEPARTMENT')];
      expect(await codeOf(hub.requests.resume('caller', { key: 'k' }))).equal('BATCH_INCOMPLETE');
      expect(await told('1')).deep.equal([stopped]);
      await hub.requests.resumeJob(hub.jobs.get(job));
      expect(await told('2')).deep.equal([done]);
    });

    for (const [fate, refusals, closed] of [
      ['is done', [], { state: 'done' }],
      ['is refused', [refused('OTHER_DEPARTMENT')], { state: 'refused', code: 'OTHER_DEPARTMENT' }],
    ] as const) {
      it(`is that a write which a stop interrupted ${fate}, and that can be looked at`, async () => {
        hub.ledger.endorsements = [unavailable()];
        expect(await codeOf(hub.once('k', 'body', 'late'))).equal('LEDGER_UNAVAILABLE');
        await hub.reopen();
        hub.ledger.endorsements = [...refusals];
        await hub.requests.background().resumed;
        expect(await told()).deep.equal([
          { type: 'job.closed', job: 'job-late', transactions: 1, ...closed },
        ]);
        await hub.reopen();
        expect(hub.requests.stateOf(hub.jobs.get('job-late')).outcome).to.have.property(
          closed.state === 'done' ? 'answer' : 'refusal',
        );
      });
    }

    it('is the end of what was asked for again while it was at work', async () => {
      let open = (): void => undefined;
      hub.ledger.gate = new Promise((resolve) => (open = resolve));
      const first = hub.once('k', 'body', 'open', 'one', 'two');
      expect(await codeOf(hub.once('k', 'body', 'never'))).equal('IDEMPOTENCY_IN_PROGRESS');
      open();
      await first;
      expect(await told()).deep.equal([done]);
    });

    it('is nothing of the parts of an upload, which tells of itself', async () => {
      const part = { key: 'k', bodyDigest: 'body', partOf: 'upload' };
      hub.ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
      const begun = hub.requests.settled('caller', part, () => hub.plan('open', 'one', 'two'));
      expect(await codeOf(begun)).equal('BATCH_INCOMPLETE');
      await hub.reopen();
      expect(hub.requests.stateOf(hub.jobs.get(job))).to.include({ partOf: 'upload' });
      expect(await codeOf(hub.requests.resume('caller', { key: 'k' }))).equal(undefined);
      await hub.reopen();
      await hub.feed.take();
      expect(hub.feed.last(DEPARTMENT)).equal(0);
    });
  });
});
