import type { Candidate } from './candidate.js';

/** Bounds of one block. */
export interface BlockLimits {
  readonly blockTransactions: number;
  readonly blockBytes: number;
}

/**
 * Puts transactions in order of arrival. Whatever waits when the last block is on disk makes the next one, so a lone
 * transaction never waits for company and a crowd shares one fsync.
 */
export class Orderer {
  readonly #limits: BlockLimits;
  readonly #commit: (candidates: readonly Candidate[]) => Promise<void>;
  readonly #waiting: Candidate[] = [];
  #work: Promise<void> | undefined;

  /** `commit` must not throw: it tells those who wait what became of their transactions. */
  constructor(limits: BlockLimits, commit: (candidates: readonly Candidate[]) => Promise<void>) {
    this.#limits = limits;
    this.#commit = commit;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  order(candidate: Candidate): void {
    this.#waiting.push(candidate);
    this.#work ??= this.#drain();
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#work) await this.#work;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, this.#blockLength()));
    this.#work = undefined;
  }

  #blockLength(): number {
    const { blockTransactions, blockBytes } = this.#limits;
    let bytes = 0;
    for (const [index, { envelope }] of this.#waiting.entries()) {
      bytes += envelope.length;
      if (index >= blockTransactions || (index > 0 && bytes > blockBytes)) return index;
    }
    return this.#waiting.length;
  }
}
