import { HanlianError, requirePast, schemas } from '../../domain/index.js';
import { entryAct } from './act.js';

/** 信用修复申请: the enterprise shows that it fulfilled its duty, and gives its 信用承诺. */
export const applyRepair = entryAct(
  'applyRepair',
  schemas.applyRepair,
  ({ evidence, commitment, fulfilledAt }, { entry }, { txTime }) => {
    if (entry.facts.severity === undefined) {
      throw new HanlianError('ENTRY_ACT_IMPOSSIBLE', 'The entry speaks against nobody', { field: 'entry' });
    }
    requirePast(fulfilledAt, txTime, 'fulfilledAt');
    return { evidence, commitment, fulfilledAt };
  },
);
