import { z } from 'zod';
import { when } from './api-common.js';
import { legalDate } from './money.js';

/** What rows are told apart by: GB/T 4754 sections, GB/T 2260 codes, months at UTC+8. */
const by = z.enum(['bank', 'industry', 'district', 'month']);

/** Both days count. `asOf`: as it was known at that moment. */
export const loanStatisticsQuery = z.strictObject({
  from: legalDate,
  until: legalDate,
  by,
  asOf: when.optional(),
});

/** A count, 分 as digits or seconds; null where too few loans stand behind it, or another could be found by it. */
const count = z.int().min(0).nullable();
const amount = z.string().nullable();

const figures = {
  applications: count,
  approvals: count,
  rejections: count,
  /** From application to the first decision, in seconds. */
  decisionMedian: count,
  decisionP90: count,
  disbursed: amount,
  /** At the end of the period. */
  overdue: count,
  subsidyApproved: amount,
  subsidyPaid: amount,
  subsidyRecovered: amount,
};

export const loanStatistics = z.strictObject({
  from: legalDate,
  until: legalDate,
  by,
  asOf: z.string(),
  /** Blocks of the ledger that were taken in. */
  height: z.int().min(0),
  /** So many loans at least stand behind each figure; absent: a bank's own, of which nothing is withheld. */
  leastLoans: z.int().optional(),
  total: z.strictObject(figures),
  rows: z.array(z.strictObject({ key: z.string(), ...figures })),
  /** Of all banks together, as the blocks show it to everyone on the channel. */
  channel: z.strictObject({ applications: z.int(), approvals: z.int(), rejections: z.int() }),
});

export type LoanStatisticsQuery = z.infer<typeof loanStatisticsQuery>;
export type LoanStatistics = z.infer<typeof loanStatistics>;
