import { join } from 'node:path';
import type { HanlianError } from '@hanlian/chaincode/domain';
import type { Plan } from '@hanlian/gateway/outbox/requests';
import { LedgerError, type Description, type Ledger } from '@hanlian/gateway/ledger/port';
import { HeldWrites } from '@hanlian/gateway/outbox/held-writes';
import { Jobs } from '@hanlian/gateway/outbox/jobs';
import type { HeldState } from '@hanlian/gateway/outbox/outcome';
import { Outbox } from '@hanlian/gateway/outbox/outbox';
import { Requests } from '@hanlian/gateway/outbox/requests';
import { SigningDesk } from '@hanlian/gateway/outbox/signing-desk';
import { Submission } from '@hanlian/gateway/outbox/submission';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { expect } from 'chai';
import { call, makeWorld, type World } from '../../support/embedded.js';
import { eventually } from '../../support/eventually.js';

const DAYS = 3;
const JOB = 'the-job';

describe('a write that its caller signs, of which an envelope was given up', () => {
  let world: World;
  let store: Store;
  let ledger: Ledger;
  let close: () => Promise<void>;
  let desk: SigningDesk;
  let submission: Submission;
  let writes: HeldWrites;
  let now: number;

  beforeEach(async () => {
    world = await makeWorld();
    now = Date.now();
    const host = await world.open();
    ledger = host.forOrganisation('BureauMSP');
    store = await openStore(join(world.folder, 'store'));
    const writer = new GroupWriter(store);
    const outbox = new Outbox(store, writer);
    submission = new Submission(ledger, outbox, { inFlight: 4, resendFor: 20, statusWithin: 1000 });
    const clock = (): number => now;
    desk = new SigningDesk(clock);
    const jobs = new Jobs(store, submission, () =>
      Promise.resolve(desk.signatory(world.bureau.client.identity)),
    );
    const news = { departmentOf: () => undefined, changes: () => [], tell: () => undefined };
    const requests = new Requests({ store, writer, jobs, desk, news, clock });
    writes = new HeldWrites({ store, requests, outbox, desk, clock, days: DAYS });
    // A job's step has one argument, and the probe's write takes two.
    const steps = [{ function: 'Probe:putUnseen', argument: 'key' }];
    const propose = ledger.propose.bind(ledger);
    ledger.propose = (identity) => propose(identity, call('putUnseen', 'key', 'value'));
    const plan = (): Plan => ({
      job: { v: 1, id: JOB, signatory: 'caller', steps, answer: {}, ids: 'transactionId' },
      changes: [{ type: 'put', key: 'doc~draft', value: Buffer.from('draft') }],
      first: Promise.resolve(),
    });
    await requests.write('caller', { key: 'k', bodyDigest: 'body' }, plan, (kept) => kept);
    close = async () => {
      await submission.drain();
      await store.close();
      await host.close();
    };
  });
  afterEach(async () => {
    await close();
    await world.remove();
  });

  const stage = (state: HeldState): string | undefined =>
    'waiting' in state ? state.waiting[0]?.stage : undefined;
  /** What waits, or what became of it; between the two it is on its way. */
  const settled = async (): Promise<HeldState> => {
    for (;;) {
      const { state } = await writes.get('caller', JOB);
      if (!('waiting' in state) || state.waiting.length > 0) return state;
    }
  };
  /** Signs what waits now, and gives what waits then, or what became of it. */
  const sign = async (): Promise<HeldState> => {
    const state = await settled();
    if (!('waiting' in state)) return state;
    for (const { stage: at, unsigned } of state.waiting) {
      const signature = await world.bureau.client.signer.sign(unsigned.message);
      desk.give(JOB, [{ transactionId: unsigned.transactionId, stage: at, signature }]);
    }
    return settled();
  };
  const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
    work.then(
      () => undefined,
      (error: unknown) => (error as HanlianError).code,
    );

  it('is neither cancelled nor lapses, for its document must be there should it take effect; signed again it ends', async () => {
    const submit = ledger.submit.bind(ledger);
    const lost = Promise.withResolvers<boolean>();
    ledger.submit = () => {
      lost.resolve(true);
      return Promise.reject(new LedgerError('gone', { stage: 'submit', code: 'LEDGER_UNAVAILABLE' }));
    };
    expect(stage(await sign())).to.equal('transaction');
    expect(stage(await sign())).to.equal('proposal');
    await lost.promise;
    ledger.submit = submit;

    expect(await codeOf(writes.cancel('caller', JOB))).to.equal('JOB_COMMITTED');
    now += DAYS * 24 * 60 * 60 * 1000;
    expect(stage((await writes.get('caller', JOB)).state)).to.equal('proposal');
    expect((await store.get('doc~draft'))?.toString()).to.equal('draft');
    await sign();
    expect(await sign()).to.have.nested.property('answer.transactionId');
  });

  it('is cancelled while nothing was sent, draft and all', async () => {
    expect(stage(await sign())).to.equal('transaction');
    const { state } = await writes.cancel('caller', JOB);
    expect(state).to.have.nested.property('refusal.code', 'SIGNING_CANCELLED');
    await eventually(async () => expect(await store.get('doc~draft')).to.equal(undefined));
    expect(await codeOf(writes.get('another', JOB))).to.equal('NOT_FOUND');
  });

  // A write that was just being proposed when its hub was stopped kept it from ending for the ten minutes a signature has.
  it('asks for no signature any more once its hub is closing', async () => {
    const { signer } = desk.signatory(world.bureau.client.identity);
    const nothing = Buffer.alloc(0);
    const asked = signer.sign(nothing, {
      ref: { job: JOB, step: 0 },
      stage: 'proposal',
      unsigned: { transactionId: 'tx', message: nothing, digest: nothing, bytes: nothing },
      signal: AbortSignal.abort(),
      describe: () => ({ stage: 'proposal' }) as Description,
    });
    expect(await codeOf(asked)).to.equal('SIGNATURE_AWAITED');
  });
});
