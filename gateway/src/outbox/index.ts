import { canonicalize, type JsonObject } from '@hanlian/chaincode/domain';
import type { Ledger } from '../ledger/port.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { random16, type Random } from '../storage/random.js';
import type { Store } from '../storage/store.js';
import type { JobNews } from './job-news.js';
import { HeldWrites } from './held-writes.js';
import { Jobs } from './jobs.js';
import { Outbox, removalOf } from './outbox.js';
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
  readonly heldWrites: HeldWrites;
  readonly register: Register;
}

export function openWrites({
  ledger,
  store,
  writer,
  desk,
  news,
  signatoryOf,
  signDays,
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
  /** So many days a write waits for a caller that signs it itself. */
  readonly signDays: number;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): Writes {
  const outbox = new Outbox(store, writer);
  const submission = new Submission(ledger, outbox);
  const jobs = new Jobs(store, submission, signatoryOf);
  const requests = new Requests({ store, writer, jobs, desk, news, clock });
  const heldWrites = new HeldWrites({ store, requests, outbox, desk, clock, days: signDays });
  const register: Register = async (identity, operation, facts) => {
    const argument = canonicalize({ v: 1, intent: random16(random), ...facts });
    const request = { function: operation, arguments: [argument] };
    const ref = { job: random16(random), step: 0 };
    const settled = await submission.run(ref, await signatoryOf(identity), request);
    await writer.write(removalOf(ref.job, 1));
    return settled;
  };
  return { outbox, submission, jobs, requests, heldWrites, register };
}
