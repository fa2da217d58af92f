import { schemas } from '../../domain/index.js';
import { entryAct } from './act.js';
import { refusalOf } from './repair-decision.js';

/** The source takes up an application, or refuses to and says by which rule. */
export const acceptRepair = entryAct(
  'acceptRepair',
  schemas.acceptRepair,
  async ({ decision, reason }, { entry }, ctx) => {
    const rule = await refusalOf(ctx, entry, { refuse: decision === 'refuse', reason });
    return rule === undefined ? { decision: 'accepted' } : { decision: 'refused', rule };
  },
);
