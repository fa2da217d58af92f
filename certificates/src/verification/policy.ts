import { CHECK_NAMES, type CheckResult, type Policy, type Verdict } from './types.js';

export const POLICIES = {
  /** Everything is checked, or there is no VALID; only a stamp may be absent, since the ledger too bounds the time. */
  complete: { name: 'complete', required: CHECK_NAMES, maySkip: ['stamp'] },
  /** For a desk without a line: what the seal proves is enough, though a later decision would not be seen. */
  sealOnly: {
    name: 'seal-only',
    required: CHECK_NAMES,
    maySkip: ['stamp', 'anchor', 'status', 'presentation'],
  },
  /** For an archive: as above, but stamped, and with evidence of how every certificate stood then. */
  longTerm: {
    name: 'long-term',
    required: CHECK_NAMES,
    maySkip: ['anchor', 'status'],
    certificatesProven: true,
  },
  /** For an organisation's certificate named by its identifier: what the ledger says of it is the answer. */
  identifier: {
    name: 'identifier',
    required: CHECK_NAMES,
    maySkip: ['integrity', 'seal', 'stamp', 'issuer'],
  },
} as const satisfies Readonly<Record<string, Policy>>;

/**
 * The aggregation rule (`docs/verification.md`): any INVALID makes INVALID; else an ERROR, a required check that is
 * missing, or a skip the policy does not allow makes UNKNOWN; else VALID.
 */
export const verdictOf = (checks: readonly CheckResult[], policy: Policy): Verdict => {
  if (checks.some(({ status }) => status === 'INVALID')) return 'INVALID';
  const present = new Set(checks.map(({ name }) => name));
  const complete = policy.required.every((name) => present.has(name));
  return complete && checks.every((check) => isEnough(check, policy)) ? 'VALID' : 'UNKNOWN';
};

/** Of several documents the worst counts; of none nothing was found. */
export const verdictOfAll = (found: readonly { readonly verdict: Verdict }[]): Verdict => {
  if (found.some(({ verdict }) => verdict === 'INVALID')) return 'INVALID';
  return found.length > 0 && found.every(({ verdict }) => verdict === 'VALID') ? 'VALID' : 'UNKNOWN';
};

const isEnough = ({ name, status }: CheckResult, { maySkip }: Policy): boolean =>
  status === 'VALID' || (status === 'SKIPPED' && maySkip.includes(name));
