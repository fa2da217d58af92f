import type { ConsentRecord } from '../../domain/index.js';
import { HanlianError, keys } from '../../domain/index.js';
import { loanAct, type OpenLoan } from './act.js';

/**
 * A decision for the loan rests on a consent that was not withdrawn. Its record is read, so that a withdrawal committed in
 * between leaves the decision without effect.
 *
 * @throws {HanlianError} CONSENT_WITHDRAWN
 */
async function requireConsent({ ctx, file }: OpenLoan): Promise<void> {
  // Nothing is reviewed but under a consent, whose record stays.
  const consent = (await ctx.state.get<ConsentRecord>(keys.consent(file.consent as string))) as ConsentRecord;
  if (consent.state !== 'withdrawn') return;
  throw new HanlianError('CONSENT_WITHDRAWN', 'The enterprise has withdrawn the consent');
}

export const startReview = loanAct('startReview');
export const askInfo = loanAct('askInfo');
/** The enterprise answers; certificates that were replaced meanwhile are cited anew. */
export const answerInfo = loanAct('answerInfo');
/** Two of the bank's people decide for the loan, on grounds that hold when they do. */
export const approve = loanAct('approve', requireConsent);
export const reject = loanAct('reject');
/** Bank and enterprise have a contract, on grounds that hold to this day. */
export const signContract = loanAct('signContract', requireConsent);
/** A part of the loan goes out, or all of it. */
export const disburse = loanAct('disburse');
export const repay = loanAct('repay');
export const declareOverdue = loanAct('declareOverdue');
export const cureOverdue = loanAct('cureOverdue');
/** Two of the bank's people put right what was written down wrongly; what it was stays in its own step. */
export const correct = loanAct('correct');
export const cancel = loanAct('cancel');
export const withdraw = loanAct('withdraw');
/** The end: nothing is owed, or what is owed is written off. */
export const close = loanAct('close');
