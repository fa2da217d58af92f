import type { LoanFile, LoanTerms, Movement } from '../../domain/index.js';
import {
  corrected,
  HanlianError,
  requireArrears,
  requireEarly,
  requireMovementDate,
  requireSound,
  withMovement,
} from '../../domain/index.js';
import { loanAct, type OpenLoan } from './act.js';
import { requireNoSubsidySince } from './grounds.js';

/** No money moves before a contract. */
const termsOf = ({ terms }: LoanFile): LoanTerms => terms as LoanTerms;

async function moved(
  open: OpenLoan,
  kind: Movement['kind'],
  { amount, date }: { readonly amount: string; readonly date: string },
): Promise<LoanFile> {
  const { ctx, file, record } = open;
  const terms = termsOf(file);
  requireMovementDate(date, kind, terms, ctx.txTime);
  const movements = withMovement(file.movements, { n: record.revision + 1, kind, amount, date });
  requireSound(movements, terms);
  await requireNoSubsidySince(open, date);
  return { ...file, movements };
}

/** A part of the loan goes out, or all of it. */
export const disburse = loanAct('disburse', (open, statement) => moved(open, 'disbursement', statement));

export const repay = loanAct('repay', (open, statement) => {
  requireEarly(termsOf(open.file), statement);
  return moved(open, 'repayment', statement);
});

export const declareOverdue = loanAct('declareOverdue', ({ ctx, file }, { since, arrears }) => {
  requireMovementDate(since, 'repayment', termsOf(file), ctx.txTime);
  requireArrears(file, arrears);
  return file;
});

export const cureOverdue = loanAct('cureOverdue', ({ ctx, file }, { date }) => {
  requireMovementDate(date, 'repayment', termsOf(file), ctx.txTime);
  return file;
});

/** Two of the bank's people put right what was written down wrongly; what it was stays in its own step. */
export const correct = loanAct('correct', async (open, statement) => {
  const { ctx, file } = open;
  const terms = termsOf(file);
  const { movements, was, since } = corrected(file.movements, statement);
  requireMovementDate(statement.date, was.kind, terms, ctx.txTime);
  requireSound(movements, terms);
  await requireNoSubsidySince(open, since);
  return { ...file, movements };
});

/** The end: nothing is owed, or what is owed is written off. */
export const close = loanAct('close', ({ record, file }, { writtenOff }) => {
  if (writtenOff === (record.state === 'overdue')) return file;
  throw new HanlianError('LOAN_BALANCE_OPEN', `The loan is ${record.state}`, {
    field: 'writtenOff',
    expected: record.state === 'overdue',
    received: writtenOff,
  });
});
