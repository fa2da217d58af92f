import type { ConsentAct, ConsentRecord } from '../../domain/index.js';
import { HanlianError, keys, requireNotAhead, schemas, stateAfter } from '../../domain/index.js';
import { creatorsDepartment } from '../authority.js';
import { isLate, requireFresh } from '../change.js';
import { provenRegistry } from '../evidence.js';
import { write, type Handler } from '../operation.js';
import { written } from '../registry/record.js';
import { commitmentOf, requireNamed, requireSigned } from '../signed.js';
import { consentOf, reportsOf, signedConsentOf } from './records.js';

/** An act of the holder on its consent, signed over the consent's revision: what was signed once counts once. */
const holdersAct = (act: ConsentAct): Handler =>
  write(`sharing:${act}Consent`, schemas.consentRequest, async (ctx, request) => {
    const { state, tx, txTime } = ctx;
    const signed = ctx.transient('act', schemas.signedConsentAct);
    const { statement } = signed;
    requireNamed(request, statement);
    if (statement.act !== act) {
      throw new HanlianError('FIELD_INVALID', 'The statement is for another act', {
        field: 'act',
        expected: act,
        received: statement.act,
      });
    }
    const last = await consentOf(state, statement.id);
    requireFresh({ intent: statement.intent, expectedRevision: statement.revision }, last);
    isLate(txTime, last.txTime);
    await creatorsDepartment(ctx);
    requireNotAhead(statement.issuedAt, txTime);
    const reports = reportsOf(ctx);
    const { holder } = (await signedConsentOf(reports, statement.id)).statement;
    const registry = await provenRegistry(ctx);
    requireSigned(registry, signed, { key: statement.holderKey, organisation: holder, at: txTime });
    const record: ConsentRecord = {
      ...last,
      state: stateAfter(act, last),
      acts: [...last.acts, { act, commitment: commitmentOf(signed), tx, txTime }],
      revision: last.revision + 1,
      intent: statement.intent,
      tx,
      txTime,
    };
    const kept = keys.consentAct(statement.id, record.acts.length);
    await reports.get(kept);
    await reports.put(kept, signed);
    const key = keys.consent(statement.id);
    await state.put(key, record);
    return written(key, record);
  });

export const pauseConsent = holdersAct('pause');
export const resumeConsent = holdersAct('resume');
export const withdrawConsent = holdersAct('withdraw');
