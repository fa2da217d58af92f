import { join } from 'node:path';
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
import { Submission, type Signatory } from '@hanlian/gateway/outbox/submission';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { newFolder, removeFolder } from './folders.js';

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

export const unavailable = (): LedgerError =>
  new LedgerError('The orderer hung up', { stage: 'submit', code: 'LEDGER_UNAVAILABLE' });

const alreadyApplied = (id: string): LedgerError =>
  new LedgerError('This intent has taken effect', {
    stage: 'endorse',
    code: 'ALREADY_APPLIED',
    details: { transaction: Buffer.from(id, 'hex').toString('base64url') },
  });

export const refused = (code: string): LedgerError => new LedgerError('no', { stage: 'endorse', code });

export const DEPARTMENT = '11410800MB18523953';

/** How a refused write ended, by its code; undefined: it did not. */
export const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error as { code: string }).code,
  );

const job = (intents: readonly string[]): Job => ({
  v: 1,
  id: `job-${intents.join('-')}`,
  signatory: 'clerk',
  steps: intents.map((argument) => ({ function: 'license:test', argument })),
  answer: { did: [...intents] },
  ids: 'transactionIds',
});

/** As much of a hub as writes once, on a folder of its own. */
export class WritingHub {
  readonly ledger = new FakeLedger();
  now = 1_800_000_000_000;
  /** For so long the same bytes are sent again, in milliseconds; counts from the next opening. */
  resendFor = 60_000;
  store!: Store;
  requests!: Requests;
  jobs!: Jobs;
  feed!: Feed;
  #submission!: Submission;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<WritingHub> {
    const hub = new WritingHub(await newFolder());
    await hub.#open();
    return hub;
  }

  async #open(): Promise<void> {
    const { ledger, resendFor } = this;
    const clock = (): number => this.now;
    this.store = await openStore(join(this.#folder, 'store'));
    const { store } = this;
    const writer = new GroupWriter(store);
    this.#submission = new Submission(ledger.port, new Outbox(store, writer), {
      inFlight: 4,
      resendFor,
      statusWithin: 1000,
    });
    this.jobs = new Jobs(store, this.#submission, () => Promise.resolve(signatory));
    this.feed = new Feed(store, writer, clock);
    const news = jobNews(this.feed, { facts: () => ({ department: DEPARTMENT }) as CallerFacts }, clock);
    const desk = new SigningDesk(clock);
    this.requests = new Requests({ store, writer, jobs: this.jobs, news, clock, desk });
  }

  async reopen(): Promise<void> {
    await this.#close();
    await this.#open();
  }

  async remove(): Promise<void> {
    await this.#close();
    await removeFolder(this.#folder);
  }

  async #close(): Promise<void> {
    await this.#submission.drain();
    await this.store.close();
  }

  plan(...intents: string[]): Plan {
    return { job: job(intents), changes: [], first: Promise.resolve() };
  }

  /** What a caller's request with that key comes to. */
  once(key: string, bodyDigest: string, ...intents: string[]): Promise<JsonValue> {
    return this.requests.settled('caller', { key, bodyDigest }, () => this.plan(...intents));
  }
}
