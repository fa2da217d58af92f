import type { LoanRecord } from '../../domain/index.js';
import { appliedFor, keys, schemas, signerOfLoan } from '../../domain/index.js';
import { requireFresh } from '../change.js';
import { write } from '../operation.js';
import { commitmentOf, requireNamed } from '../signed.js';
import { putLoan } from './act.js';
import { lendingOf, made } from './records.js';
import { requireSigner } from './signers.js';

/** An enterprise applies to one bank. To which, for what, and who it is, stands on the channel for nobody. */
export const apply = write('loan:apply', schemas.loanRequest, async (ctx, request) => {
  const { state, txTime } = ctx;
  const signed = ctx.transient('signed', schemas.signedLoanApplication);
  const application = signed.statement;
  requireNamed(request, application);
  const key = keys.loan(application.id);
  requireFresh(request, await state.get<LoanRecord>(key));
  const registry = await requireSigner(ctx, signed, signerOfLoan('apply', application));
  const facts = appliedFor(application, { registry, at: txTime });
  const lending = lendingOf(ctx);
  await lending.get(key);
  const record: LoanRecord = {
    v: 1,
    state: 'submitted',
    commitment: commitmentOf(signed),
    ...made(ctx, application),
  };
  return putLoan(ctx, lending, 'apply', signed, { record, facts });
});
