import { z } from 'zod';
import { pageOf, pageQuery, revised, when } from './api-common.js';
import { bilingual, digest, officerId, random16, usccText } from './common.js';
import { slug } from './loan-products.js';
import { loanTerms, reasons } from './loan-statements.js';
import { basisPoints, currency, dateRange, fen, legalDate, positiveFen } from './money.js';
import { claimState, claimStep, programme, trancheRecord, trancheReference } from './subsidy.js';

/**
 * The REST gateway's bodies for interest subsidies. What an officer sends, the hub signs with its department's key. Money
 * is digits in 分, rates are hundredths of a percent a year.
 */
export const programmeParams = z.strictObject({ programme: slug });
export const claimParams = z.strictObject({ id: random16 });
export const approvalParams = z.strictObject({ id: random16 });

const { yearDays, cap, budget, industries, districts, loansFrom, periods } = programme.shape;
const rules = {
  currency,
  rate: basisPoints,
  yearDays,
  cap,
  budget,
  industries,
  districts,
  loansFrom,
  periods,
};

/** An edition: in force from `since` until the next one. The hub adds the digest of its key of nullifiers. */
export const programmeInput = z.strictObject({
  since: when,
  name: bilingual,
  source: bilingual,
  ...rules,
  ...revised,
});

export const programmeEdition = z.strictObject({
  id: slug,
  since: z.string(),
  /** Whether it is the one in force now. */
  inForce: z.boolean(),
  revision: z.int().min(0),
  office: usccText,
  name: bilingual,
  source: bilingual,
  ...rules,
  nullifierKey: digest,
});
export const programmeWritten = programmeEdition.extend({ transactionId: z.string() });
/** Every edition, oldest first. */
export const programmeEditions = z.strictObject({ items: z.array(programmeEdition) });
export const programmeQuery = pageQuery;
export const programmePage = pageOf(programmeEdition);

const month = trancheReference.shape.month;

/** A part of the budget for one bank and one month. */
export const trancheInput = z.strictObject({ bank: usccText, month, amount: positiveFen });
export const trancheClosing = z.strictObject({ bank: usccText, month, ...revised });

/** A tranche as the office sees it: what is left of it is `amount` less `granted`, with what was recovered. */
export const trancheAnswer = z.strictObject({
  programme: slug,
  bank: usccText,
  month,
  pseudonym: digest,
  state: trancheRecord.shape.state,
  revision: z.int().min(0),
  amount: fen,
  granted: fen,
  recovered: fen,
  left: fen,
});
export const trancheWritten = trancheAnswer.extend({ transactionId: z.string() });
export const trancheQuery = pageQuery.extend({ month: month.optional() });
export const tranchePage = pageOf(trancheAnswer);

/** `amount`: what the bank's own books make it; absent, the hub computes it from the loan's. */
export const claimInput = z.strictObject({
  programme: slug,
  loan: random16,
  period: dateRange,
  amount: positiveFen.optional(),
});

const claimSummary = z.strictObject({
  id: random16,
  programme: slug,
  state: claimState,
  revision: z.int().min(0),
  bank: usccText,
  loan: random16,
  period: dateRange,
  amount: fen,
  paid: z.boolean(),
  recovered: fen,
  at: z.string(),
});

export const claimWritten = claimSummary.extend({ transactionId: z.string() });

const claimStepAnswer = z.strictObject({
  act: claimStep.shape.act,
  state: claimState,
  at: z.string(),
  transactionId: z.string(),
  reasons: reasons.optional(),
  /** What was recovered. */
  amount: fen.optional(),
  /** Of whoever wrote it: the reasons at length, or what paid. */
  text: z.string().optional(),
});

/** A claim with its history. What it is about, its bank and its office see alike. */
export const claimAnswer = claimSummary.extend({
  enterprise: usccText,
  industry: z.string(),
  district: z.string(),
  terms: loanTerms,
  steps: z.array(claimStepAnswer),
  /** To the office alone: the nullifier, and whether another claim holds it, so that this one cannot be approved. */
  nullifier: digest.optional(),
  taken: z.boolean().optional(),
});

export const claimQuery = pageQuery.extend({ programme: slug.optional(), state: claimState.optional() });
export const claimPage = pageOf(claimSummary);

const text = z.string().min(1).max(4000);

/** What the office decides on one claim, or its bank. The text stays with whoever wrote it; its digest is signed. */
export const claimActInput = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('withdraw'), ...revised }),
  z.strictObject({ act: z.literal('refuse'), reasons, text, ...revised }),
  z.strictObject({ act: z.literal('pay'), date: legalDate, payment: text, ...revised }),
  z.strictObject({ act: z.literal('recover'), amount: positiveFen, reasons, text, ...revised }),
]);

/** Claims of one bank, to be approved out of its tranche of this month once a second person agrees. */
export const approvalInput = z.strictObject({
  programme: slug,
  bank: usccText,
  claims: z.array(random16).min(1).max(50),
});

export const approvalAnswer = z.strictObject({
  id: random16,
  state: z.enum(['waiting', 'approved']),
  programme: slug,
  bank: usccText,
  claims: z.array(random16),
  preparer: officerId,
  reviewer: officerId.optional(),
  /** Of all its claims. */
  amount: fen,
  transactionId: z.string().optional(),
});

/** The programme's totals from its claims alone, and wherever the books say something else, to the 分. */
export const reconciliationAnswer = z.strictObject({
  programme: slug,
  at: z.string(),
  /** Blocks of the ledger that were taken in. */
  height: z.int().min(0),
  claims: z.int().min(0),
  tranches: z.int().min(0),
  totals: z.strictObject({
    budget: z.string(),
    allocated: z.string(),
    granted: z.string(),
    paid: z.string(),
    recovered: z.string(),
    left: z.string(),
  }),
  differences: z.array(
    z.strictObject({
      of: z.union([z.literal('budget'), trancheReference]),
      what: z.enum(['allocated', 'granted', 'recovered', 'overspent']),
      written: z.string(),
      recomputed: z.string(),
    }),
  ),
});

export type ProgrammeInput = z.infer<typeof programmeInput>;
export type ProgrammeEdition = z.infer<typeof programmeEdition>;
export type ProgrammeWritten = z.infer<typeof programmeWritten>;
export type TrancheInput = z.infer<typeof trancheInput>;
export type TrancheClosing = z.infer<typeof trancheClosing>;
export type TrancheAnswer = z.infer<typeof trancheAnswer>;
export type TrancheWritten = z.infer<typeof trancheWritten>;
export type TrancheQuery = z.infer<typeof trancheQuery>;
export type ClaimInput = z.infer<typeof claimInput>;
export type ClaimSummary = z.infer<typeof claimSummary>;
export type ClaimWritten = z.infer<typeof claimWritten>;
export type ClaimAnswer = z.infer<typeof claimAnswer>;
export type ClaimQuery = z.infer<typeof claimQuery>;
export type ClaimActInput = z.infer<typeof claimActInput>;
export type ApprovalInput = z.infer<typeof approvalInput>;
export type ApprovalAnswer = z.infer<typeof approvalAnswer>;
export type ReconciliationAnswer = z.infer<typeof reconciliationAnswer>;
