import { formatInstant } from '@hanlian/chaincode/domain';
import type { Witnessed } from '../../verification/checkpoint-trust.js';
import type { Finding, VerificationContext } from '../../verification/types.js';
import type { CreditReport } from '../schema.js';

/** Seconds by which a report may be younger than its checkpoint: an answer that took longer is asked for anew. */
export const MOST_LAG = 60 * 60;

/** Whether it was of its day when it was made, and still is. That the checkpoint has the pull in it, `grant` proves. */
export const freshness = (
  { issuedAt, until }: Pick<CreditReport, 'issuedAt' | 'until'>,
  { checkpoint, until: provenUntil }: Witnessed,
  { at }: Pick<VerificationContext, 'at'>,
): Finding => {
  const data = {
    checkpoint: checkpoint.size,
    provenUntil: formatInstant(provenUntil),
    issuedAt: formatInstant(issuedAt),
    until: formatInstant(until),
  };
  if (issuedAt > provenUntil + MOST_LAG) return { code: 'REPORT_STALE', data };
  if (at < issuedAt) return { code: 'REPORT_EARLY', data };
  return { code: at < until ? 'REPORT_FRESH' : 'REPORT_OUTDATED', data };
};
