import type { HubSigner } from '../../callers/hub-signer.js';
import type { CommittedTransaction, Ledger } from '../../ledger/port.js';
import { historyOf } from '../licenses/read.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { Services } from '../types.js';
import type { Receipts } from '../../sharing/receipts.js';
import type { Told } from '../../sharing/told.js';
import type { Speakers } from '../consents/speakers.js';
import { accessesIn } from './accesses.js';
import { listActs } from './acts.js';
import { exportActs } from './export.js';
import { kpiOf } from './kpi.js';
import { sharingLedger } from './sharing-ledger.js';

interface OwnParts {
  readonly signer: HubSigner;
  readonly receipts: Receipts;
  readonly told: Pick<Told, 'of'>;
  readonly speakers: Pick<Speakers, 'all'>;
}

/** Who did what, when and on what basis, as the ledger tells it. */
export const auditService = (parts: LicenseParts, { signer, ...own }: OwnParts): Services['audit'] => ({
  acts: (caller, query) => listActs(parts, caller, query),
  export: (caller, query) => exportActs(parts, signer, caller, query),
  accesses: (caller, query) => accessesIn({ ...parts, ...own }, caller, query),
  sharingLedger: () => sharingLedger(parts),
  kpi: (query) => kpiOf(parts, query),
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
