import type { CertificateIdentifier, LicenseView } from '@hanlian/chaincode/domain';
import { OUTCOMES } from './codes.js';
import { verdictOf } from './policy.js';
import { RefusedProof } from './proven-ledger.js';
import type { CheckName, CheckResult, Finding, Policy, Verification, VerificationContext } from './types.js';

/** The ledger's record of a certificate, fetched once. */
export const recordOf = (
  identifier: CertificateIdentifier,
  { ledger }: Pick<VerificationContext, 'ledger'>,
): (() => Promise<LicenseView | undefined>) => {
  let record: Promise<LicenseView | undefined> | undefined;
  const { type, issuer: department, serial, version } = identifier;
  return () =>
    (record ??= ledger?.license({ type, issuer: department, serial, version }) ?? Promise.resolve(undefined));
};

/** What a check finds; a source that fails makes it an ERROR. */
export const attempted = async (find: () => Promise<Finding> | Finding): Promise<Finding> => {
  try {
    return await find();
  } catch (error) {
    if (error instanceof RefusedProof) return { code: 'STATE_PROOF_REFUSED', data: { reason: error.code } };
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL';
    return { code: 'SOURCE_UNAVAILABLE', data: { reason } };
  }
};

export const resultOf = (name: CheckName, { code, data, source }: Finding): CheckResult => ({
  name,
  ...OUTCOMES[code],
  code,
  ...(source && { source }),
  ...(data && { data }),
});

export const conclude = (checks: readonly CheckResult[], policy: Policy): Verification => ({
  verdict: verdictOf(checks, policy),
  checks,
});
