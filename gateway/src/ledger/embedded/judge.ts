import type { ReadWriteSet } from '../fabric-messages/index.js';
import type { Commit, ValidationCode } from '../port.js';
import type { StoredState } from './state.js';
import { Updates } from './updates.js';
import { validateReads } from './validate.js';

/** What the verdict on a transaction depends on, beside the state. */
export interface Judged {
  readonly transactionId: string;
  readonly set: ReadWriteSet;
  /** Set when the transaction is invalid whatever it read, such as by a foreign endorsement. */
  readonly refused?: ValidationCode | undefined;
}

export interface Verdict {
  readonly commits: readonly Commit[];
  readonly codes: readonly ValidationCode[];
  /** What the valid transactions write. */
  readonly updates: Updates;
}

/** Judges a block's transactions in order, each over the committed state and what the valid ones before it write. */
export async function judge(
  number: number,
  transactions: readonly Judged[],
  state: StoredState,
): Promise<Verdict> {
  const updates = new Updates();
  const seen = new Set<string>();
  const commits: Commit[] = [];
  for (const [index, transaction] of transactions.entries()) {
    const { transactionId, set } = transaction;
    // An id counts as used whatever became of its transaction, so that no signature can be played twice.
    const used = seen.has(transactionId) || state.knows(transactionId);
    const code = used
      ? 'DUPLICATE_TXID'
      : (transaction.refused ?? (await validateReads(set, state, updates)));
    if (code === 'VALID') updates.apply(set, { block: number, transaction: index });
    seen.add(transactionId);
    commits.push({ transactionId, block: number, index, code });
  }
  return { commits, codes: commits.map(({ code }) => code), updates };
}
