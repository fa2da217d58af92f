import { canonicalize, type JsonObject } from '@hanlian/chaincode/domain';
import type { Ledger } from '../ledger/port.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { random16, type Random } from '../storage/random.js';
import type { Store } from '../storage/store.js';
import type { JobNews } from './job-news.js';
import { Jobs } from './jobs.js';
import { Outbox } from './outbox.js';
import { Requests } from './requests.js';
import type { SigningDesk } from './signing-desk.js';
import { Submission, type Settled, type Signatory } from './submission.js';

/** Submits one registry write, signed by one of this hub's identities. */
export type Register = (identity: string, operation: string, facts: JsonObject) => Promise<Settled>;

/** A hub's way to the ledger: what was promised, and what becomes of it. */
export interface Writes {
  readonly outbox: Outbox;
  readonly submission: Submission;
  readonly jobs: Jobs;
  readonly requests: Requests;
  readonly register: Register;
}

export function openWrites({
  ledger,
  store,
  writer,
  desk,
  news,
  signatoryOf,
  random,
  clock,
}: {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly desk: SigningDesk;
  readonly news: JobNews;
  /** The identity of that name. */
  readonly signatoryOf: (identity: string) => Promise<Signatory>;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): Writes {
  const outbox = new Outbox(store, writer);
  const submission = new Submission(ledger, outbox);
  const jobs = new Jobs(store, submission, signatoryOf);
  const requests = new Requests({ store, writer, jobs, desk, news, clock });
  const register: Register = async (identity, operation, facts) => {
    const argument = canonicalize({ v: 1, intent: random16(random), ...facts });
    const request = { function: operation, arguments: [argument] };
    const ref = { job: random16(random), step: 0 };
    const settled = await submission.run(ref, await signatoryOf(identity), request);
    await outbox.forget(ref);
    return settled;
  };
  return { outbox, submission, jobs, requests, register };
}
