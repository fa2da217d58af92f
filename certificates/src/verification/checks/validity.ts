import { formatInstant, type Instant } from '@hanlian/chaincode/domain';
import type { Check, Finding, Subject } from '../types.js';

/** Whether the instant asked for lies within the dates that were sealed, or without a document, recorded. */
export const validity: Check = {
  name: 'validity',
  test: ({ shown }, { ledger }) => shown !== undefined || ledger !== undefined,
  skip: () => ({ code: 'NO_SOURCE' }),
  verify: async (subject, { at }) => {
    const period = await periodOf(subject);
    return period ? withinPeriod(period, at) : { code: 'LICENSE_UNKNOWN' };
  },
};

export interface Period {
  readonly from: Instant;
  /** The first instant after it; null: no end. */
  readonly to: Instant | null;
}

const periodOf = async ({ shown, record }: Subject): Promise<Period | undefined> => {
  if (shown) return shown.document.validity;
  const view = await record();
  return view && { from: view.record.f, to: view.record.u ?? null };
};

/** Whether an instant lies within a period, and on which side of it. */
export const withinPeriod = ({ from, to }: Period, at: Instant): Finding => {
  const data = {
    from: formatInstant(from),
    to: to === null ? null : formatInstant(to),
    at: formatInstant(at),
  };
  if (at < from) return { code: 'NOT_YET_VALID', data };
  return to !== null && at >= to ? { code: 'EXPIRED', data } : { code: 'VALIDITY_VALID', data };
};
