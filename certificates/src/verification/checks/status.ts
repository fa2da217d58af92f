import { formatInstant, stateOf, type Standing } from '@hanlian/chaincode/domain';
import type { CheckCode } from '../codes.js';
import type { Check } from '../types.js';
import { unknown } from './unknown.js';

/** Expiry is no decision: `validity` tells it, here such a certificate stands. */
const CODES: Readonly<Record<Standing, CheckCode>> = {
  valid: 'STATUS_VALID',
  expired: 'STATUS_VALID',
  notYetValid: 'STATUS_VALID',
  suspended: 'SUSPENDED',
  revoked: 'REVOKED',
  annulled: 'ANNULLED',
  deregistered: 'DEREGISTERED',
  superseded: 'SUPERSEDED',
  transferredOut: 'TRANSFERRED_OUT',
  other: 'STATUS_OTHER',
};

/** Whether a decision on the ledger has suspended or ended the certificate by the instant asked for. */
export const status: Check = {
  name: 'status',
  test: (_subject, { ledger }) => ledger !== undefined,
  skip: () => ({ code: 'NO_SOURCE' }),
  verify: async (subject, context) => {
    const { at, ledger } = context;
    const view = await subject.record();
    if (!view) return unknown(subject, context);
    const { standing, since, until } = stateOf(view.record, view.transitions, at);
    const proof = ledger?.proof;
    return {
      code: proof !== undefined && at > proof.until ? 'STATUS_NOT_PROVEN' : CODES[standing],
      data: {
        standing,
        at: formatInstant(at),
        ...(proof && { checkpoint: proof.size, provenUntil: formatInstant(proof.until) }),
        current: view.current,
        ...(since !== undefined && { since: formatInstant(since) }),
        ...(until !== undefined && { until: formatInstant(until) }),
      },
    };
  },
};
