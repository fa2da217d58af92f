import type { SignedPull } from '../../domain/index.js';
import { HanlianError, keys } from '../../domain/index.js';
import { reportsOf } from '../sharing/records.js';
import { loanAct } from './act.js';

/** The report a bank has pulled belongs to this application and to no other. */
export const bindReport = loanAct('bindReport', async ({ ctx, record, file }, { window, slot }) => {
  // No report is bound before the consent it was pulled under.
  const key = keys.pull(file.consent as string, window, slot);
  if ((await ctx.state.get(key)) === undefined) {
    throw new HanlianError('PULL_UNKNOWN', 'There is no such pull under the consent', { field: 'slot' });
  }
  const pull = await reportsOf(ctx).get<SignedPull>(key);
  if (pull === undefined) throw new HanlianError('CONSENT_FORGOTTEN', 'What the pull said is purged');
  if (pull.statement.application === record.commitment) return;
  throw new HanlianError('REPORT_OF_ANOTHER', 'The report was pulled for another application', {
    field: 'report',
  });
});
