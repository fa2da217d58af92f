import { z } from 'zod';
import { loanAnswer } from './api-loans.js';
import { claimAnswer } from './api-subsidy.js';
import { signatureText } from './common.js';
import { loanViewStatement, reasons } from './loan-statements.js';
import { fen, legalDate, positiveFen } from './money.js';

/** How does my loan stand: asked by an enterprise's signature (ES256 over RFC 8785). Money is digits in 分. */
export const loanViewInput = z.strictObject({ statement: loanViewStatement, signature: signatureText });

/** A transition, without the names of the bank's officers. */
const ownStep = loanAnswer.shape.steps.element.omit({ officers: true }).extend({
  by: z.enum(['enterprise', 'bank']),
  reasons: reasons.optional(),
  /** In words: the bank's question, reasons or receipt, or the answer to it. Absent where the bank keeps it no more. */
  text: z.string().optional(),
});

const ownClaim = claimAnswer.pick({
  id: true,
  programme: true,
  period: true,
  state: true,
  amount: true,
  paid: true,
  recovered: true,
  at: true,
});

/** Of the principal, as the bank has written it down: interest stands in no book of the hub. */
const owed = z.strictObject({
  date: legalDate,
  principal: fen,
  /** Since when the loan is overdue, and by how much it was when the bank declared that. */
  overdue: z.strictObject({ since: legalDate, arrears: positiveFen }).optional(),
});

/** A loan as its enterprise sees it. */
export const ownLoan = loanAnswer.extend({
  steps: z.array(ownStep),
  claims: z.array(ownClaim),
  /** On the day of the question. */
  owed,
});

export type LoanViewInput = z.infer<typeof loanViewInput>;
export type OwnLoan = z.infer<typeof ownLoan>;
