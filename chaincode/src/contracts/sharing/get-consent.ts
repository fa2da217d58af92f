import type { ConsentView, SignedConsentAct } from '../../domain/index.js';
import { keys, schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { consentOf, reportsOf, requireParty, signedConsentOf } from './records.js';

/** A consent with all that was signed of it, for the two it names. */
export const getConsent = read('sharing:getConsent', schemas.getConsent, async (ctx, { id }) => {
  const record = await consentOf(ctx.state, id);
  const reports = reportsOf(ctx);
  const consent = await signedConsentOf(reports, id);
  await requireParty(ctx, consent.statement);
  const acts: SignedConsentAct[] = [];
  for (let n = 1; n <= record.acts.length; n++) {
    // It was written with the act, and is purged with the consent only.
    acts.push((await reports.get<SignedConsentAct>(keys.consentAct(id, n))) as SignedConsentAct);
  }
  return { v: 1, record, consent, acts } satisfies ConsentView;
});
