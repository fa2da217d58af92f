import { requireWithinApplication } from '../../domain/index.js';
import { loanAct } from './act.js';
import { requireCertificates, requireGrounds } from './grounds.js';

export const startReview = loanAct('startReview', ({ file }) => file);

export const askInfo = loanAct('askInfo', ({ file }) => file);

/** The enterprise answers; certificates that were replaced meanwhile are cited anew. */
export const answerInfo = loanAct('answerInfo', ({ ctx, registry, file }, { certificates }) => {
  if (certificates === undefined) return file;
  requireCertificates(registry, certificates, ctx.txTime);
  return { ...file, certificates };
});

/** Two of the bank's people decide for the loan, on grounds that hold when they do. */
export const approve = loanAct('approve', async (open, statement) => {
  await requireGrounds(open);
  requireWithinApplication(open.file, statement);
  const { amount, rate, months } = statement;
  return { ...open.file, approved: { amount, rate, months } };
});

export const reject = loanAct('reject', ({ file }) => file);

export const cancel = loanAct('cancel', ({ file }) => file);

export const withdraw = loanAct('withdraw', ({ file }) => file);
