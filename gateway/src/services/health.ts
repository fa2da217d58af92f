import type { Log } from '../log/index.js';
import type { Projector } from '../readmodel/projector.js';
import type { LicenseParts } from './licenses/parts.js';
import type { Services } from './types.js';

/** How many blocks the read model may be behind before the hub says so. */
const FAR_BEHIND = 100;

export const healthService = (
  { ledger, model }: Pick<LicenseParts, 'ledger' | 'model'>,
  projector: Projector,
  log: Pick<Log, 'troubles'>,
): Services['health'] => ({
  ready: async () => {
    const height = await ledger.height();
    const projected = model.position.block + 1;
    const quarantined = await model.quarantined();
    const reasons = [
      ...(projector.failure === undefined ? [] : ['The read model cannot follow the ledger']),
      ...(height - projected > FAR_BEHIND ? [`The read model is ${height - projected} blocks behind`] : []),
      ...log.troubles(),
      ...quarantined.map(({ transactionId }) => `Transaction ${transactionId} is quarantined`),
    ];
    return { ready: reasons.length === 0, reasons, height, projected };
  },
});
