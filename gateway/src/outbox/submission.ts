import { setTimeout as pause } from 'node:timers/promises';
import { transactionIdOf } from '../ledger/transaction-id.js';
import {
  LedgerError,
  type Commit,
  type Description,
  type Identity,
  type Ledger,
  type Position,
  type TransactionRequest,
  type Unsigned,
} from '../ledger/port.js';
import { createLimit } from '../storage/limit.js';
import type { Outbox, Sent, StepRef } from './outbox.js';

/** What a signature is for, for a signer that shows it to somebody. */
export interface About {
  readonly ref: StepRef;
  readonly stage: Description['stage'];
  readonly unsigned: Unsigned;
  /** Fires when the hub closes. */
  readonly signal: AbortSignal;
  describe(): Description;
}

/** Whose transaction it is, and the key that signs for it. */
export interface Signatory {
  readonly identity: Identity;
  /** The key is not in this hub: a signature may take long. */
  readonly isHeld?: true;
  readonly signer: { sign(message: Uint8Array, about?: About): Promise<Uint8Array> };
}

export interface Settled {
  readonly transactionId: string;
  readonly position: Position;
}

export interface SubmissionOptions {
  readonly inFlight: number;
  /** Milliseconds for which the same bytes are sent again before the request is endorsed anew. */
  readonly resendFor: number;
  /** Milliseconds one wait for a commit may take. */
  readonly statusWithin: number;
}

const SUBMISSION_DEFAULTS: SubmissionOptions = {
  inFlight: 256,
  resendFor: 60_000,
  statusWithin: 20_000,
};

/** Codes that say: nothing was written, and the same request may well pass now. */
const CONFLICTS: ReadonlySet<string> = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);
const MOST_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 1000;

const pauseBefore = (attempt: number): number => Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);

/**
 * Takes a request to its commit: propose, sign, endorse, sign, keep in the outbox, submit, status. An error from
 * submit does not mean that nothing was committed: ask by transaction id, send the same bytes again for a bounded
 * time, then endorse anew, which the request's intent id makes safe.
 */
export class Submission {
  readonly #ledger: Ledger;
  readonly #outbox: Outbox;
  readonly #options: SubmissionOptions;
  readonly #limited: <T>(task: () => Promise<T>) => Promise<T>;
  readonly #stop = new AbortController();
  readonly #working = new Set<Promise<Settled>>();

  constructor(ledger: Ledger, outbox: Outbox, options: SubmissionOptions = SUBMISSION_DEFAULTS) {
    this.#ledger = ledger;
    this.#outbox = outbox;
    this.#options = options;
    this.#limited = createLimit(options.inFlight);
  }

  /**
   * Gives the request's one effect, from now or from an earlier attempt.
   *
   * @throws {LedgerError} the contract's refusal, or LEDGER_* when the ledger cannot take it now
   */
  run(ref: StepRef, signatory: Signatory, request: TransactionRequest): Promise<Settled> {
    const settle = (): Promise<Settled> => this.#settle(ref, signatory, request);
    // Who waits for a person must not keep others from the ledger.
    const work = signatory.isHeld ? settle() : this.#limited(settle);
    this.#working.add(work);
    const done = (): void => void this.#working.delete(work);
    work.then(done, done);
    return work;
  }

  /** What a step is known to have come to: its envelope stands on the ledger. */
  async committed(ref: StepRef): Promise<Settled | undefined> {
    const sent = this.#outbox.find(ref);
    const commit = sent && (await this.#ledger.transaction(sent.transactionId));
    return commit?.code === 'VALID' ? settled(commit) : undefined;
  }

  /** Lets no more attempts begin, and waits for those at work. */
  async drain(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#working);
  }

  async #settle(ref: StepRef, signatory: Signatory, request: TransactionRequest): Promise<Settled> {
    for (let attempt = 0; ; attempt++) {
      this.#refuseWhenStopped();
      const outcome = await this.#attempt(ref, signatory, request);
      if (outcome?.code === 'VALID') return settled(outcome);
      if (outcome !== undefined && !CONFLICTS.has(outcome.code)) throw invalid(outcome);
      if (attempt + 1 >= MOST_ATTEMPTS) throw outcome === undefined ? unknown(ref) : invalid(outcome);
      await pause(pauseBefore(attempt));
    }
  }

  /** One envelope's outcome; undefined when it stays unknown. */
  async #attempt(
    ref: StepRef,
    signatory: Signatory,
    request: TransactionRequest,
  ): Promise<Commit | undefined> {
    const kept = this.#outbox.find(ref);
    if (kept !== undefined) {
      // Ask first: to send what has been committed already would put a duplicate into a block.
      return this.#conclude(ref, kept, await this.#ledger.transaction(kept.transactionId));
    }
    const endorsed = await this.#endorse(ref, signatory, request);
    return 'code' in endorsed ? endorsed : this.#conclude(ref, endorsed);
  }

  async #endorse(
    ref: StepRef,
    { identity, signer }: Signatory,
    request: TransactionRequest,
  ): Promise<Sent | Commit> {
    const proposal = await this.#ledger.propose(identity, request);
    try {
      const approval = await signer.sign(proposal.message, this.#about(ref, 'proposal', proposal));
      const endorsed = await this.#ledger.endorse(proposal.bytes, approval);
      const signature = await signer.sign(endorsed.message, this.#about(ref, 'transaction', endorsed));
      const sent = { transactionId: endorsed.transactionId, bytes: endorsed.bytes, signature };
      await this.#outbox.keep(ref, sent);
      return sent;
    } catch (error) {
      return this.#alreadyApplied(error);
    }
  }

  #about(ref: StepRef, stage: About['stage'], unsigned: Unsigned): About {
    const describe = (): Description => this.#ledger.describe(unsigned.bytes);
    return { ref, stage, unsigned, signal: this.#stop.signal, describe };
  }

  /** The intent took effect before: the refusal names the transaction that did it. */
  async #alreadyApplied(error: unknown): Promise<Commit> {
    if (!(error instanceof LedgerError) || error.code !== 'ALREADY_APPLIED') throw error;
    const first = error.details.transaction;
    const commit =
      typeof first === 'string' ? await this.#ledger.transaction(transactionIdOf(first)) : undefined;
    if (commit === undefined) throw error;
    return commit;
  }

  async #conclude(ref: StepRef, sent: Sent, known?: Commit): Promise<Commit | undefined> {
    const commit = known ?? (await this.#deliver(sent));
    if (commit === undefined) await this.#outbox.doubt(ref);
    else if (commit.code !== 'VALID') await this.#outbox.forget(ref);
    return commit;
  }

  async #deliver(sent: Sent): Promise<Commit | undefined> {
    const giveUpAt = performance.now() + this.#options.resendFor;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#ledger.submit(sent.bytes, sent.signature);
        return await this.#status(sent.transactionId);
      } catch (error) {
        const known = await this.#ledger.transaction(sent.transactionId);
        if (known !== undefined) return known;
        this.#refuseWhenStopped(error);
        if (performance.now() >= giveUpAt) return undefined;
        await pause(pauseBefore(attempt));
      }
    }
  }

  // A timer of its own rather than `AbortSignal.timeout`, which nothing can stop: under load tens of thousands would run
  // on, each with its signal.
  async #status(transactionId: string): Promise<Commit> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.#options.statusWithin);
    try {
      return await this.#ledger.status(transactionId, { signal: late.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  #refuseWhenStopped(cause?: unknown): void {
    if (!this.#stop.signal.aborted) return;
    throw new LedgerError('The hub is closing; the request goes on when it is back', {
      stage: 'submit',
      code: 'LEDGER_CLOSED',
      cause,
    });
  }
}

const settled = ({ transactionId, block, index }: Commit): Settled => ({
  transactionId,
  position: { block, index },
});

const invalid = ({ transactionId, code }: Commit): LedgerError =>
  new LedgerError(`Transaction ${transactionId} was found ${code}`, {
    stage: 'commit',
    code: `LEDGER_${code}`,
    transactionId,
  });

const unknown = ({ job, step }: StepRef): LedgerError =>
  new LedgerError(`The outcome of step ${step} of job ${job} is not known yet`, {
    stage: 'commit',
    code: 'LEDGER_OUTCOME_UNKNOWN',
  });
