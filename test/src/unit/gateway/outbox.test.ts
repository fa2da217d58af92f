import { join } from 'node:path';
import { expect } from 'chai';
import type { JsonValue } from '@hanlian/chaincode/domain';
import {
  LedgerError,
  type CommittedTransaction,
  type Endorsed,
  type Ledger,
  type Unsigned,
} from '@hanlian/gateway/ledger/port';
import type { CallerFacts } from '@hanlian/gateway/callers/credential';
import { Feed } from '@hanlian/gateway/feed/feed';
import { jobNews } from '@hanlian/gateway/outbox/job-news';
import { Jobs, type Job } from '@hanlian/gateway/outbox/jobs';
import { Outbox } from '@hanlian/gateway/outbox/outbox';
import { Requests, type Plan } from '@hanlian/gateway/outbox/requests';
import { SigningDesk } from '@hanlian/gateway/outbox/signing-desk';
import { nameOf } from '@hanlian/gateway/outbox/entries';
import { sweep } from '@hanlian/gateway/outbox/sweep';
import { Submission, type Signatory } from '@hanlian/gateway/outbox/submission';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { eventually } from '../../support/eventually.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { isOver } from '../../support/pending.js';

const signatory: Signatory = {
  identity: { mspId: 'BureauMSP', certificate: 'none' },
  signer: { sign: () => Promise.resolve(Uint8Array.of(1)) },
};

/** What the ledger does with the next calls; when a list is empty, all goes well. */
class FakeLedger {
  readonly committed = new Map<string, string>();
  readonly effects: string[] = [];
  readonly submitted: string[] = [];
  /** Each submit: refuse and forget, or take effect and then fail all the same. */
  submits: ('lost' | 'taken, then lost')[] = [];
  codes: string[] = [];
  endorsements: (LedgerError | undefined)[] = [];
  /** Resolved by the test, where it holds a submit back. */
  gate: Promise<void> = Promise.resolve();
  #count = 0;

  readonly port = {
    propose: (_: unknown, request: { arguments: readonly string[] }): Promise<Unsigned> =>
      Promise.resolve(this.#unsigned(request.arguments[0] ?? '')),
    endorse: (bytes: Uint8Array): Promise<Endorsed> => {
      const refusal = this.endorsements.shift();
      if (refusal !== undefined) return Promise.reject(refusal);
      const intent = Buffer.from(bytes).toString().split(' ')[1] as string;
      const first = [...this.committed].find(([, other]) => other === intent)?.[0];
      if (first !== undefined) return Promise.reject(alreadyApplied(first));
      return Promise.resolve({ ...this.#unsigned(intent), bytes, result: '', transactionId: idOf(bytes) });
    },
    submit: async (bytes: Uint8Array): Promise<void> => {
      await this.gate;
      this.submitted.push(idOf(bytes));
      const fate = this.submits.shift();
      if (fate === 'lost') throw unavailable();
      this.#commit(bytes);
      if (fate !== undefined) throw unavailable();
    },
    status: (id: string): Promise<CommittedTransaction> => Promise.resolve(this.#found(id)!),
    transaction: (id: string): Promise<CommittedTransaction | undefined> => Promise.resolve(this.#found(id)),
  } as unknown as Ledger;

  readonly #codes = new Map<string, string>();

  #commit(bytes: Uint8Array): void {
    const id = idOf(bytes);
    const code = this.codes.shift() ?? 'VALID';
    this.#codes.set(id, code);
    const intent = Buffer.from(bytes).toString().split(' ')[1] as string;
    if (code !== 'VALID') return;
    this.committed.set(id, intent);
    this.effects.push(intent);
  }

  #found(id: string): CommittedTransaction | undefined {
    const code = this.#codes.get(id);
    return code === undefined
      ? undefined
      : ({ transactionId: id, block: 1, index: 0, code } as CommittedTransaction);
  }

  #unsigned(intent: string): Unsigned {
    const transactionId = (++this.#count).toString(16).padStart(64, '0');
    const bytes = Buffer.from(`${transactionId} ${intent}`);
    return { transactionId, bytes, message: bytes, digest: bytes };
  }
}

const idOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString().split(' ')[0] as string;

const unavailable = (): LedgerError =>
  new LedgerError('The orderer hung up', { stage: 'submit', code: 'LEDGER_UNAVAILABLE' });

const alreadyApplied = (id: string): LedgerError =>
  new LedgerError('This intent has taken effect', {
    stage: 'endorse',
    code: 'ALREADY_APPLIED',
    details: { transaction: Buffer.from(id, 'hex').toString('base64url') },
  });

const refused = (code: string): LedgerError => new LedgerError('no', { stage: 'endorse', code });

const DEPARTMENT = '11410800MB18523953';

describe('a write, once', () => {
  let folder: string;
  let store: Store;
  let ledger: FakeLedger;
  let requests: Requests;
  let submission: Submission;
  let jobs: Jobs;
  let feed: Feed;
  let now: number;
  let resendFor: number;

  const open = async (): Promise<void> => {
    store = await openStore(join(folder, 'store'));
    const writer = new GroupWriter(store);
    submission = new Submission(ledger.port, new Outbox(store, writer), {
      inFlight: 4,
      resendFor,
      statusWithin: 1000,
    });
    jobs = new Jobs(store, submission, () => Promise.resolve(signatory));
    feed = new Feed(store, writer, () => now);
    const news = jobNews(feed, { facts: () => ({ department: DEPARTMENT }) as CallerFacts }, () => now);
    requests = new Requests({
      store,
      writer,
      jobs,
      news,
      clock: () => now,
      desk: new SigningDesk(() => now),
    });
  };
  const reopen = async (): Promise<void> => {
    await submission.drain();
    await store.close();
    await open();
  };
  const job = (intents: readonly string[]): Job => ({
    v: 1,
    id: `job-${intents.join('-')}`,
    signatory: 'clerk',
    steps: intents.map((argument) => ({ function: 'license:test', argument })),
    answer: { did: [...intents] },
    ids: 'transactionIds',
  });
  const plan = (...intents: string[]): Plan => ({ job: job(intents), changes: [], first: Promise.resolve() });
  const once = (key: string, bodyDigest: string, ...intents: string[]): Promise<JsonValue> =>
    requests.settled('caller', { key, bodyDigest }, () => plan(...intents));
  const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
    work.then(
      () => undefined,
      (error: unknown) => (error as { code: string }).code,
    );

  beforeEach(async () => {
    folder = await newFolder();
    ledger = new FakeLedger();
    resendFor = 60_000;
    now = 1_800_000_000_000;
    await open();
  });
  afterEach(async () => {
    await submission.drain();
    await store.close();
    await removeFolder(folder);
  });

  it('answers a replay with the first answer, and does nothing again', async () => {
    const first = await once('k', 'body', 'one');
    expect(await once('k', 'body', 'another')).deep.equal(first);
    expect(ledger.effects).deep.equal(['one']);
  });

  it('answers a replay after a restart', async () => {
    const first = await once('k', 'body', 'one');
    await reopen();
    expect(await once('k', 'body', 'another')).deep.equal(first);
    expect(ledger.effects).deep.equal(['one']);
  });

  it('answers a replay of what an earlier version kept, the answer inside its entry', async () => {
    const entry = { v: 1, bodyDigest: 'body', at: now, outcome: { answer: { old: 'one' } } };
    await store.put(nameOf('caller', 'k'), Buffer.from(JSON.stringify(entry)));
    await reopen();
    expect(await once('k', 'body', 'two')).deep.equal({ old: 'one' });
    await requests.background().close();
    expect(ledger.effects).deep.equal([]);
  });

  it('refuses the key with another body, before and after a restart', async () => {
    await once('k', 'body', 'one');
    expect(await codeOf(once('k', 'other', 'two'))).equal('IDEMPOTENCY_KEY_REUSED');
    await reopen();
    expect(await codeOf(once('k', 'other', 'two'))).equal('IDEMPOTENCY_KEY_REUSED');
  });

  it("keeps one caller's keys apart from another's", async () => {
    await once('k', 'body', 'one');
    await requests.settled('someone else', { key: 'k', bodyDigest: 'other' }, () => plan('two'));
    expect(ledger.effects).deep.equal(['one', 'two']);
  });

  it('tells a concurrent request that the first is at work', async () => {
    let release = (): void => undefined;
    ledger.gate = new Promise((resolve) => (release = resolve));
    const first = once('k', 'body', 'one');
    expect(await codeOf(once('k', 'body', 'one'))).equal('IDEMPOTENCY_IN_PROGRESS');
    expect(await codeOf(once('k', 'other', 'one'))).equal('IDEMPOTENCY_KEY_REUSED');
    release();
    await first;
    expect(ledger.effects).deep.equal(['one']);
  });

  it('lets a key go when its request was wrong before anything was stored', async () => {
    const wrong = requests.settled('caller', { key: 'k', bodyDigest: 'body' }, () =>
      Promise.reject(refused('FIELD_INVALID')),
    );
    expect(await codeOf(wrong)).equal('FIELD_INVALID');
    await once('k', 'mended', 'one');
    expect(ledger.effects).deep.equal(['one']);
  });

  it("keeps the contract's refusal as the answer", async () => {
    ledger.endorsements = [refused('STALE')];
    expect(await codeOf(once('k', 'body', 'one'))).equal('STALE');
    await reopen();
    expect(await codeOf(once('k', 'body', 'one'))).equal('STALE');
    expect(ledger.effects).deep.equal([]);
  });

  it('tries again with the same intent when the ledger could not answer', async () => {
    ledger.endorsements = [refused('LEDGER_UNAVAILABLE')];
    expect(await codeOf(once('k', 'body', 'one'))).equal('LEDGER_UNAVAILABLE');
    await once('k', 'body', 'never prepared again');
    expect(ledger.effects).deep.equal(['one']);
  });

  it('sends the same bytes again when a submit was lost', async () => {
    ledger.submits = ['lost', 'lost'];
    await once('k', 'body', 'one');
    expect(new Set(ledger.submitted).size).equal(1);
    expect(ledger.submitted.length).equal(3);
    expect(ledger.effects).deep.equal(['one']);
  });

  it('finds the effect of a submit whose answer was lost', async () => {
    ledger.submits = ['taken, then lost'];
    await once('k', 'body', 'one');
    expect(ledger.submitted.length).equal(1);
    expect(ledger.effects).deep.equal(['one']);
  });

  it('endorses anew after the same bytes were sent for long enough', async () => {
    resendFor = 50;
    await reopen();
    ledger.submits = Array.from({ length: 5 }, () => 'lost' as const);
    await once('k', 'body', 'one');
    expect(new Set(ledger.submitted).size).greaterThan(1);
    expect(ledger.effects).deep.equal(['one']);
  });

  it('endorses anew after a conflict, and no other verdict', async () => {
    ledger.codes = ['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'];
    await once('k', 'body', 'one');
    expect(ledger.effects).deep.equal(['one']);
    ledger.codes = ['ENDORSEMENT_POLICY_FAILURE'];
    expect(await codeOf(once('k2', 'body', 'two'))).equal('LEDGER_ENDORSEMENT_POLICY_FAILURE');
    expect(ledger.effects).deep.equal(['one']);
  });

  it('takes an intent that has taken effect for done, and answers with the first transaction', async () => {
    ledger.submits = ['taken, then lost'];
    ledger.committed.set('ab'.repeat(32), 'one');
    ledger.port.transaction = (id) =>
      Promise.resolve({ transactionId: id, block: 1, index: 0, code: 'VALID' } as CommittedTransaction);
    expect(await once('k', 'body', 'one')).deep.equal({ did: ['one'], transactionIds: ['ab'.repeat(32)] });
  });

  it('finishes after a restart what a stop interrupted, with the envelope it had signed', async () => {
    ledger.submits = Array.from({ length: 1000 }, () => 'lost' as const);
    const interrupted = codeOf(once('k', 'body', 'one'));
    while (ledger.submitted.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const [sent] = ledger.submitted;
    await reopen();
    expect(await interrupted).equal('LEDGER_CLOSED');
    ledger.submits = [];
    ledger.submitted.length = 0;
    const background = requests.background();
    while (ledger.effects.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await background.close();
    expect(ledger.submitted).deep.equal([sent]);
    expect(await once('k', 'body', 'never')).deep.equal({ did: ['one'], transactionIds: [sent] });
  });

  it('endorses anew when the envelope it had kept turns out to have met a conflict', async () => {
    const conflicted = 'cd'.repeat(32);
    const ask = ledger.port.transaction.bind(ledger.port);
    ledger.port.transaction = (id) =>
      id === conflicted
        ? Promise.resolve({
            transactionId: id,
            block: 1,
            index: 0,
            code: 'MVCC_READ_CONFLICT',
          } as CommittedTransaction)
        : ask(id);
    const outbox = new Outbox(store, new GroupWriter(store));
    const sent = {
      transactionId: conflicted,
      bytes: Buffer.from(`${conflicted} one`),
      signature: Uint8Array.of(1),
    };
    await outbox.keep({ job: 'job-one', step: 0 }, sent);
    await once('k', 'body', 'one');
    expect(ledger.effects).deep.equal(['one']);
    expect(ledger.submitted).not.include(conflicted);
  });

  it('does all steps of a job in the order of its answer, the first before the others', async () => {
    const answer = (await once('k', 'body', 'open', 'a', 'b', 'c')) as { transactionIds: string[] };
    expect(ledger.effects[0]).equal('open');
    expect(answer.transactionIds.map((id) => ledger.committed.get(id))).deep.equal(['open', 'a', 'b', 'c']);
  });

  it('goes on with a job that failed in the middle', async () => {
    ledger.endorsements = [];
    const ledgerEndorse = ledger.port.endorse.bind(ledger.port);
    let failures = 1;
    ledger.port.endorse = (bytes, signature) =>
      Buffer.from(bytes).toString().endsWith(' b') && failures-- > 0
        ? Promise.reject(refused('LEDGER_UNAVAILABLE'))
        : ledgerEndorse(bytes, signature);
    expect(await codeOf(once('k', 'body', 'open', 'a', 'b'))).equal('LEDGER_UNAVAILABLE');
    await once('k', 'body', 'never');
    expect([...ledger.effects].sort()).deep.equal(['a', 'b', 'open']);
  });

  it('names what of a batch stands when a later run is refused, and goes on with the rest when it is resumed', async () => {
    ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
    expect(await codeOf(once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
    expect(ledger.effects).to.have.members(['open', 'two']);
    await reopen();
    // Neither the same request nor a start does more by itself.
    await requests.background().resumed;
    expect(await codeOf(once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
    const kept = jobs.get('job-open-one-two');
    expect(requests.stateOf(kept)).to.deep.include({ caller: 'caller' });
    const standing = await jobs.committed(kept);
    expect(standing.map((each) => each !== undefined)).deep.equal([true, false, true]);

    ledger.endorsements = [refused('OTHER_DEPARTMENT')];
    expect(await codeOf(requests.resume('caller', { key: 'k' }))).equal('BATCH_INCOMPLETE');
    await reopen();
    const answer = (await requests.resume('caller', { key: 'k' })) as { transactionIds: string[] };
    expect(answer.transactionIds).to.have.length(3);
    expect(ledger.effects).to.have.members(['open', 'one', 'two']);
    await reopen();
    expect(await once('k', 'body', 'open', 'one', 'two')).deep.equal(answer);
    expect(await requests.resume('caller', { key: 'k' })).deep.equal(answer);
    expect(ledger.effects).to.have.length(3);
    expect(await codeOf(requests.resume('caller', { key: 'other' }))).equal('NOT_FOUND');
  });

  it('takes a batch up again by itself when what failed may pass, whatever else was refused', async () => {
    ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT'), unavailable()];
    expect(await codeOf(once('k', 'body', 'open', 'one', 'two'))).equal('LEDGER_UNAVAILABLE');
    expect(await once('k', 'body', 'open', 'one', 'two')).to.deep.include({ did: ['open', 'one', 'two'] });
  });

  // The store was closed under it: nobody waited for what a caller had asked to go on.
  it('is waited for at a stop when a batch was taken up again in the background', async () => {
    ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
    expect(await codeOf(once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
    let open = (): void => undefined;
    ledger.gate = new Promise((resolve) => (open = resolve));
    await requests.resumeJob(jobs.get('job-open-one-two'));
    const closed = requests.background().close();
    expect(await isOver(closed)).equal(false);
    open();
    await closed;
    await reopen();
    expect(requests.stateOf(jobs.get('job-open-one-two')).outcome).to.have.property('answer');
  });

  describe('what its department is told', () => {
    /** Once what was decided is on disk, and taken into the feed. */
    const told = async (after = '0'): Promise<JsonValue[]> => {
      await feed.arrival(DEPARTMENT, Number(after), 2000);
      const { items } = await feed.read({ id: 'x', department: DEPARTMENT }, { after, limit: 50, wait: 0 });
      return items.map(({ type, data }) => ({ type, ...data }));
    };
    const job = 'job-open-one-two';
    const done = { type: 'job.closed', job, state: 'done', transactions: 3 };

    it('is nothing of what its request answered', async () => {
      await once('k', 'body', 'one');
      await feed.take();
      expect(feed.last(DEPARTMENT)).equal(0);
    });

    it('is each time a batch stops half way, and when it is done', async () => {
      const stopped = {
        type: 'job.waiting',
        job,
        state: 'stopped',
        transactions: 3,
        code: 'BATCH_INCOMPLETE',
      };
      ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
      expect(await codeOf(once('k', 'body', 'open', 'one', 'two'))).equal('BATCH_INCOMPLETE');
      expect(await told()).deep.equal([stopped]);
      now += 1000;
      ledger.endorsements = [refused('OTHER_DEPARTMENT')];
      expect(await codeOf(requests.resume('caller', { key: 'k' }))).equal('BATCH_INCOMPLETE');
      expect(await told('1')).deep.equal([stopped]);
      await requests.resumeJob(jobs.get(job));
      expect(await told('2')).deep.equal([done]);
    });

    for (const [fate, refusals, closed] of [
      ['is done', [], { state: 'done' }],
      ['is refused', [refused('OTHER_DEPARTMENT')], { state: 'refused', code: 'OTHER_DEPARTMENT' }],
    ] as const) {
      it(`is that a write which a stop interrupted ${fate}, and that can be looked at`, async () => {
        ledger.endorsements = [unavailable()];
        expect(await codeOf(once('k', 'body', 'late'))).equal('LEDGER_UNAVAILABLE');
        await reopen();
        ledger.endorsements = [...refusals];
        await requests.background().resumed;
        expect(await told()).deep.equal([
          { type: 'job.closed', job: 'job-late', transactions: 1, ...closed },
        ]);
        await reopen();
        expect(requests.stateOf(jobs.get('job-late')).outcome).to.have.property(
          closed.state === 'done' ? 'answer' : 'refusal',
        );
      });
    }

    it('is the end of what was asked for again while it was at work', async () => {
      let open = (): void => undefined;
      ledger.gate = new Promise((resolve) => (open = resolve));
      const first = once('k', 'body', 'open', 'one', 'two');
      expect(await codeOf(once('k', 'body', 'never'))).equal('IDEMPOTENCY_IN_PROGRESS');
      open();
      await first;
      expect(await told()).deep.equal([done]);
    });

    it('is nothing of the parts of an upload, which tells of itself', async () => {
      const part = { key: 'k', bodyDigest: 'body', partOf: 'upload' };
      ledger.endorsements = [undefined, refused('OTHER_DEPARTMENT')];
      const begun = requests.settled('caller', part, () => plan('open', 'one', 'two'));
      expect(await codeOf(begun)).equal('BATCH_INCOMPLETE');
      await reopen();
      expect(requests.stateOf(jobs.get(job))).to.include({ partOf: 'upload' });
      expect(await codeOf(requests.resume('caller', { key: 'k' }))).equal(undefined);
      await reopen();
      await feed.take();
      expect(feed.last(DEPARTMENT)).equal(0);
    });
  });

  it('forgets an answer after thirty days, and not before', async () => {
    const day = 24 * 60 * 60 * 1000;
    await once('k', 'body', 'one');
    const kept = async (): Promise<number> => (await store.keys().all()).length;
    // What was asked for, and what became of it.
    await eventually(async () => expect(await kept()).equal(2));
    now += 29 * day;
    await sweep(
      { store, writer: new GroupWriter(store), jobs, clock: () => now },
      AbortSignal.timeout(60_000),
    );
    expect(await codeOf(once('k', 'other', 'two'))).equal('IDEMPOTENCY_KEY_REUSED');
    now += 2 * day;
    await reopen();
    const background = requests.background();
    await eventually(async () => expect(await kept()).equal(0));
    await background.close();
    await once('k', 'other', 'two');
    expect(ledger.effects).deep.equal(['one', 'two']);
  });
});
