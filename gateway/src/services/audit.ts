import type { CommittedTransaction, Ledger } from '../ledger/port.js';
import { historyOf } from './licenses/read.js';
import type { LicenseParts } from './licenses/parts.js';
import type { Services } from './types.js';

/** A certificate's history with the transactions that made it. */
export const auditService = (parts: LicenseParts): Services['audit'] => ({
  license: async (_caller, id) => {
    const history = await historyOf(parts, id);
    const ids = new Set(history.entries.map(({ recorded }) => recorded.transactionId));
    return { ...history, transactions: await transactionsOf(parts.ledger, [...ids]) };
  },
});

async function transactionsOf(ledger: Ledger, ids: readonly string[]): Promise<CommittedTransaction[]> {
  const found = await Promise.all(ids.map((id) => ledger.transaction(id)));
  return found.filter((transaction) => transaction !== undefined);
}
