import { z } from 'zod';
import { digest, divisionCode, instant, pageRequest, provenance, random16, usccText, v1 } from './common.js';
import { basisPoints, dateRange, fen, legalDate, positiveFen } from './money.js';
import { slug } from './loan-products.js';
import {
  citedCertificate,
  industry,
  loanActStatements,
  loanApplication,
  loanTerms,
  signedByTwo,
  type LoanAct,
} from './loan-statements.js';

/** Until there is a contract. */
export const applicationStates = [
  'submitted',
  'authorized',
  'creditPulled',
  'underReview',
  'needInfo',
  'approved',
] as const;

/** Where an application or a loan stands; how one leads to another: `domain/loan/lifecycle.ts`. */
export const loanState = z.enum([
  ...applicationStates,
  'rejected',
  'contracted',
  'disbursed',
  'overdue',
  'repaid',
  'closed',
  'withdrawn',
]);

/** A loan as the channel knows it. `commitment` is that of the application, to which a report is bound. */
export const loanRecord = z.strictObject({
  v: v1,
  state: loanState,
  commitment: digest,
  ...provenance,
});

const loanActs = Object.keys(loanActStatements) as [LoanAct, ...LoanAct[]];

/** One transition as the channel knows it: what was signed stands private under the same key. */
export const loanStep = z.strictObject({
  v: v1,
  act: z.enum(['apply', ...loanActs]),
  state: loanState,
  commitment: digest,
  tx: digest,
  txTime: instant,
});

/** Money that went one way or the other, as last corrected; `n` is the revision that brought it. */
export const movement = z.strictObject({
  n: z.int().min(1),
  kind: z.enum(['disbursement', 'repayment']),
  amount: fen,
  date: legalDate,
});

/** What the next act must know of a loan: private, and made anew with every act. `salt` is that of the act. */
export const loanFile = z.strictObject({
  v: v1,
  salt: random16,
  application: loanApplication,
  /** Those last cited. */
  certificates: z.array(citedCertificate),
  /** The highest rate of the product when it was applied for. */
  offeredRate: basisPoints,
  consent: random16.optional(),
  report: digest.optional(),
  approved: z.strictObject({ amount: positiveFen, rate: basisPoints, months: z.int() }).optional(),
  terms: loanTerms.optional(),
  movements: z.array(movement),
  /** Claims of subsidy for it, whatever became of them. */
  claims: z.array(z.strictObject({ id: random16, programme: slug, period: dateRange })),
});

/** What stands in the block of a request; all else comes as transient data. */
export const loanRequest = z.strictObject({ v: v1, intent: random16, id: random16 });

export const getLoan = z.strictObject({ v: v1, id: random16 });
export const pageLoanSteps = z.strictObject({ ...pageRequest, id: random16 });

export const loanView = z.strictObject({ v: v1, record: loanRecord, file: loanFile });
export const loanStepView = z.strictObject({
  n: z.int().min(0),
  step: loanStep,
  signed: signedByTwo(z.union([loanApplication, ...Object.values(loanActStatements)])),
});
export const loanStepPage = z.strictObject({
  v: v1,
  steps: z.array(loanStepView),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

/** Of so many loans at once. */
export const getLoanFigures = z.strictObject({ v: v1, ids: z.array(random16).min(1).max(100) });

/** What statistics count of a loan: nothing tells whose it is. */
export const loanFigure = z.strictObject({
  id: random16,
  bank: usccText,
  industry,
  district: divisionCode,
  steps: z.array(
    z.strictObject({
      n: z.int().min(0),
      act: loanStep.shape.act,
      state: loanState,
      at: instant,
      amount: fen.optional(),
      date: legalDate.optional(),
      /** Which movement a correction is of. */
      movement: z.int().optional(),
    }),
  ),
});
export const loanFigures = z.strictObject({ v: v1, loans: z.array(loanFigure) });

export type LoanFigure = z.infer<typeof loanFigure>;
export type LoanFigures = z.infer<typeof loanFigures>;
export type LoanState = z.infer<typeof loanState>;
export type LoanRecord = z.infer<typeof loanRecord>;
export type LoanStep = z.infer<typeof loanStep>;
export type Movement = z.infer<typeof movement>;
export type LoanFile = z.infer<typeof loanFile>;
export type LoanView = z.infer<typeof loanView>;
export type LoanStepView = z.infer<typeof loanStepView>;
export type LoanStepPage = z.infer<typeof loanStepPage>;
