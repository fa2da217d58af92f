import { z } from 'zod';
import { when } from './api-common.js';
import { departmentCoverage } from './catalogue-answers.js';
import { refusalGround } from './grants.js';

/** Both ends of the period: days, or instants. */
export const kpiQuery = z.strictObject({ from: when, to: when });

const count = z.int().min(0);

/** How sharing went in a period, computed anew from what the ledger held at its end; instants are ISO 8601. */
export const kpiAnswer = z.strictObject({
  from: z.string(),
  to: z.string(),
  /**
   * By the day at UTC+8 on which their receipts were anchored: queries, what came of those that were answered by then, and
   * products that operators handed on.
   */
  days: z.array(
    z.strictObject({ date: z.string(), calls: count, released: count, refused: count, onward: count }),
  ),
  requests: z.strictObject({
    made: count,
    grantedAtOnce: count,
    granted: count,
    refused: count,
    /** By which ground of law the ledger refused. */
    grounds: z.partialRecord(refusalGround, count),
    escalated: count,
    withdrawn: count,
  }),
  /** Steps on requests that fell due, and how many were taken in time. */
  deadlines: z.strictObject({ due: count, kept: count }),
  findings: z.strictObject({ reported: count, due: count, answeredInTime: count }),
  /** 目录覆盖与共享率 at the end of the period, of all departments and of each; rates in hundredths of a percent. */
  coverage: z.strictObject({
    total: departmentCoverage.omit({ department: true }),
    departments: z.array(departmentCoverage),
  }),
});

export type KpiQuery = z.infer<typeof kpiQuery>;
export type KpiAnswer = z.infer<typeof kpiAnswer>;
