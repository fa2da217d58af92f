import { requireWithinApproval } from '../../domain/index.js';
import { loanAct } from './act.js';
import { requireGrounds } from './grounds.js';

/** Bank and enterprise have a contract, on grounds that hold to this day. */
export const signContract = loanAct('signContract', async (open, statement) => {
  await requireGrounds(open);
  requireWithinApproval(open.file, statement, open.ctx.txTime);
  return { ...open.file, terms: statement.terms };
});
