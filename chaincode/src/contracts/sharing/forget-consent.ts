import type { ConsentRecord } from '../../domain/index.js';
import { HanlianError, isEnded, keys, schemas } from '../../domain/index.js';
import { requireInCharge } from '../authority.js';
import { isLate, requireFresh } from '../change.js';
import { write } from '../operation.js';
import { written } from '../registry/record.js';
import { consentOf, reportsOf, signedConsentOf } from './records.js';

/** Purges what was said under a consent that has ended. The commitments stay, and prove it to whoever kept the text. */
export const forgetConsent = write('sharing:forgetConsent', schemas.forgetConsent, async (ctx, request) => {
  const { state, tx, txTime } = ctx;
  const { id, intent, pulls, facts } = request;
  const last = await consentOf(state, id);
  requireFresh(request, last);
  isLate(txTime, last.txTime);
  const reports = reportsOf(ctx);
  await requireInCharge(ctx, (await signedConsentOf(reports, id)).statement.provider);
  if (!isEnded(last, txTime)) {
    throw new HanlianError('CONSENT_NOT_ENDED', `The consent is ${last.state} until ${last.until}`);
  }
  const key = keys.consent(id);
  const acts = last.acts.map((_, i) => keys.consentAct(id, i + 1));
  const gone = [
    ...pulls.map(({ window, slot }) => keys.pull(id, window, slot)),
    ...(facts ? [key, ...acts] : []),
  ];
  for (const name of gone) await reports.purge(name);
  const record: ConsentRecord = {
    ...last,
    ...(facts && { forgottenAt: txTime }),
    revision: last.revision + 1,
    intent,
    tx,
    txTime,
  };
  await state.put(key, record);
  return written(key, record);
});
