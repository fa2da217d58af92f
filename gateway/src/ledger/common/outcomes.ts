import type { Commit } from '../port.js';

interface Waiter {
  readonly resolve: (commit: Commit) => void;
  readonly reject: (error: Error) => void;
}

/** Those who wait to learn what became of a transaction. */
export class Outcomes {
  readonly #waiters = new Map<string, Set<Waiter>>();

  /** Resolves at the transaction's commit; rejects when aborted or when the ledger gives up. */
  wait(transactionId: string, signal?: AbortSignal): Promise<Commit> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const waiters = this.#waiters.get(transactionId) ?? new Set<Waiter>();
      this.#waiters.set(transactionId, waiters);
      const leave = (): void => {
        waiters.delete(waiter);
        if (waiters.size === 0) this.#waiters.delete(transactionId);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        leave();
        reject(signal?.reason as Error);
      };
      const waiter: Waiter = {
        resolve: (commit) => {
          leave();
          resolve(commit);
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      };
      waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  settle(commit: Commit): void {
    for (const waiter of [...(this.#waiters.get(commit.transactionId) ?? [])]) waiter.resolve(commit);
  }

  /** Tells those who wait for these transactions, or for any, that no outcome will come. */
  fail(
    error: (transactionId: string) => Error,
    transactionIds: Iterable<string> = [...this.#waiters.keys()],
  ): void {
    for (const id of transactionIds) {
      for (const waiter of [...(this.#waiters.get(id) ?? [])]) waiter.reject(error(id));
    }
  }
}
