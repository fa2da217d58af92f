import { validatePath, type PathResult } from '../path/validate.js';
import type { RevocationReason } from '../revocation/reasons.js';
import type { VerifiedStamp } from '../time/verify.js';
import type { StampQuestion, StampStatusFault, StampTrust } from '../verification/types.js';
import { pathStatus, type RevokedLink } from './path-status.js';

/**
 * Believes stamps whose certificate led, at their time, to one of these certificates (DER). `lists` (DER) are known beside
 * what stamps and documents carry: of an authority whose key was lost, the list of its day still says nothing.
 */
export const stampTrustOf = (
  trusted: readonly Uint8Array[],
  lists: readonly Uint8Array[] = [],
): StampTrust => ({
  trusts: (stamp) => pathOf(stamp, trusted).ok,
  statusFault: (question) => {
    const found = pathOf(question.stamp, trusted);
    return found.ok ? statusFault(question, found.path, lists) : undefined;
  },
});

const pathOf = (
  { certificate, certificates, at }: VerifiedStamp,
  trusted: readonly Uint8Array[],
): PathResult =>
  validatePath({
    certificate: certificate.raw,
    others: certificates.map(({ raw }) => raw),
    trusted,
    at,
    usage: 'timeStamp',
  });

const statusFault = (
  { stamp, kept, mustTell }: StampQuestion,
  path: Parameters<typeof pathStatus>[0],
  lists: readonly Uint8Array[],
): StampStatusFault | undefined => {
  const evidence = [...stamp.lists, ...(kept ?? []).map((each) => Buffer.from(each, 'base64')), ...lists];
  const { revoked, unproven } = pathStatus(path, evidence, stamp.at);
  const faults = revoked.flatMap((link) => faultBy(link, stamp.at) ?? []);
  const worst = faults.find(({ code }) => code === 'STAMP_REVOKED') ?? faults[0];
  if (worst) return worst;
  const isAsked = mustTell || stamp.lists.length > 0;
  return isAsked && unproven !== undefined ? { code: 'STAMP_STATUS_UNPROVEN', reason: unproven } : undefined;
};

/** After these the key may have been in other hands, and a stamp says any time its maker likes (RFC 3161 §4). */
const LOST: readonly RevocationReason[] = ['keyCompromise', 'cACompromise', 'aACompromise', 'unspecified'];

/** An authority that ended in good order leaves behind stamps that count; one whose key was lost does not. */
const faultBy = ({ at: revokedAt, reason }: RevokedLink, at: Date): StampStatusFault | undefined => {
  if (revokedAt <= at) return { code: 'STAMP_REVOKED', reason };
  return LOST.includes(reason) ? { code: 'STAMP_KEY_LOST', reason } : undefined;
};
