import { isFull } from '../../storage/level-folder.js';
import { LedgerError } from '../port.js';
import type { Candidate } from './candidate.js';
import { readHead, type Head } from './chain.js';
import type { CommittedBlock, Committer } from './committer.js';
import { failure, messageOf } from '../common/failure.js';
import { Orderer, type BlockLimits } from './orderer.js';
import type { Store } from './store.js';

export interface WriterParts {
  readonly store: Store;
  readonly committer: Committer;
  readonly limits: BlockLimits & { readonly waitingTransactions: number };
  /** A block is on disk. */
  readonly committed: (block: CommittedBlock, candidates: readonly Candidate[]) => Promise<void>;
  /** The outcome of these transactions will not be told: their block may or may not be on disk. */
  readonly failed: (transactionIds: readonly string[], error: (transactionId: string) => Error) => void;
  /** The store is about to be opened anew: let go of its snapshots. */
  readonly reopening: () => Promise<void>;
  /** It was opened anew, and ends here. */
  readonly reopened: (head: Head) => void;
}

interface Failure {
  readonly cause: unknown;
  readonly since: number;
}

// How long a store that refused a write is left alone before the next transaction tries it again.
const PAUSE_MS = 1000;

/** Writes blocks one after the other, and stops at the first write that fails, until the store has been opened anew. */
export class Writer {
  readonly #parts: WriterParts;
  readonly #orderer: Orderer;
  #failure: Failure | undefined;
  #recovery: Promise<void> | undefined;
  #closed = false;

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#orderer = new Orderer(parts.limits, (candidates) => this.#write(candidates));
  }

  /** Throws unless transactions are taken now. */
  async ready(): Promise<void> {
    if (this.#closed) throw failure('submit', 'LEDGER_CLOSED', 'The ledger is closed.');
    if (this.#orderer.waiting >= this.#parts.limits.waitingTransactions) {
      throw failure('submit', 'LEDGER_UNAVAILABLE', 'Too many transactions wait for a block.');
    }
    if (this.#failure) await this.#recoverOnce(this.#failure);
  }

  order(candidate: Candidate): void {
    this.#orderer.order(candidate);
  }

  /** Refuses new transactions and writes those that wait. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#recovery?.catch(() => undefined);
    await this.#orderer.idle();
  }

  async #write(candidates: readonly Candidate[]): Promise<void> {
    try {
      if (this.#failure) throw this.#failure.cause;
      await this.#parts.committed(await this.#parts.committer.commit(candidates), candidates);
    } catch (cause) {
      this.fail(cause);
      const ids = candidates.map(({ transaction }) => transaction.transactionId);
      this.#parts.failed(ids, (transactionId) => storeFailure('commit', cause, transactionId));
    }
  }

  /** A write has failed. It may have left half a record in the log, which only opening the store anew cuts off. */
  fail(cause: unknown): void {
    this.#failure ??= { cause, since: Date.now() };
  }

  #recoverOnce(from: Failure): Promise<void> {
    return (this.#recovery ??= this.#recover(from).finally(() => {
      this.#recovery = undefined;
    }));
  }

  async #recover({ cause, since }: Failure): Promise<void> {
    try {
      if (Date.now() - since < PAUSE_MS) throw cause;
      await this.#orderer.idle();
      await this.#parts.reopening();
      await this.#parts.store.reopen();
      const head = readHead(this.#parts.store);
      if (!head) throw new Error('the newest block is missing');
      this.#parts.committer.resume(head);
      this.#parts.reopened(head);
      this.#failure = undefined;
    } catch (error) {
      if (error !== cause) this.#failure = { cause: error, since: Date.now() };
      throw storeFailure('submit', error);
    }
  }
}

function storeFailure(stage: 'submit' | 'commit', cause: unknown, transactionId?: string): LedgerError {
  const code = isFull(cause) ? 'LEDGER_DISK_FULL' : 'LEDGER_UNAVAILABLE';
  const message = `The ledger’s store takes no writes: ${messageOf(cause)}.`;
  return failure(stage, code, message, { cause, transactionId });
}
