import { HanlianError, requireLive } from '../../domain/index.js';
import { consentOf, reportsOf, signedConsentOf } from '../sharing/records.js';
import { loanAct } from './act.js';

/** The bank names the consent under which it will ask for the enterprise's report. */
export const authorize = loanAct('authorize', async ({ ctx, file }, { consent }) => {
  requireLive(await consentOf(ctx.state, consent), ctx.txTime);
  const { holder, recipient } = (await signedConsentOf(reportsOf(ctx), consent)).statement;
  const { enterprise, bank } = file.application;
  if (holder === enterprise && recipient === bank) return;
  throw new HanlianError('CONSENT_OF_ANOTHER', 'The consent is of another enterprise or to another bank', {
    field: 'consent',
  });
});
