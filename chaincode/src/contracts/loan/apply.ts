import type { LoanFile, LoanRecord } from '../../domain/index.js';
import { HanlianError, keys, requireOffered, schemas } from '../../domain/index.js';
import { requireFresh } from '../change.js';
import { provenInCharge } from '../evidence.js';
import { write } from '../operation.js';
import { commitmentOf, requireNamed } from '../signed.js';
import { putLoan } from './act.js';
import { requireCertificates } from './grounds.js';
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
  const organisation = application.enterprise;
  const registry = await requireSigner(ctx, signed, { organisation, kind: 'enterprise' });
  const bank = provenInCharge(registry, application.bank, txTime);
  if (bank.kind !== 'bank' || bank.code !== application.bank) {
    throw new HanlianError('NOT_A_BANK', 'The application is to no bank that is in business', {
      field: 'bank',
    });
  }
  const product = registry.product(bank.code, application.product);
  requireOffered(product, application, txTime);
  requireCertificates(registry, application.certificates, txTime);
  const lending = lendingOf(ctx);
  await lending.get(key);
  const file: LoanFile = {
    v: 1,
    salt: signed.salt,
    application,
    certificates: application.certificates,
    offeredRate: product.rate,
    movements: [],
    claims: [],
  };
  const record: LoanRecord = {
    v: 1,
    state: 'submitted',
    commitment: commitmentOf(signed),
    ...made(ctx, application),
  };
  return putLoan(ctx, lending, 'apply', signed, { record, file });
});
