import { BoundedMap } from '../bounded-map.js';
import { validatePath } from '../path/validate.js';
import type { SealPathFault, SealQuestion, SealTrust } from '../verification/types.js';
import { pathStatus, type RevokedLink } from './path-status.js';

/** Thousands of documents share one seal, and the way to its root is the same for all of them. */
const REMEMBERED = 256;

/**
 * Believes seals whose certificates led to one of their organisation's roots (DER). `lists` (DER) are known beside what a
 * document keeps.
 */
export const sealTrustOf = (
  roots: ReadonlyMap<string, readonly Uint8Array[]>,
  lists: readonly Uint8Array[] = [],
): SealTrust => {
  const known = new BoundedMap<string, SealPathFault | 'none'>(REMEMBERED);
  return {
    faultOf: (question) => {
      const trusted = roots.get(question.mspId);
      if (trusted === undefined) return question.mustTell ? UNPROVEN : undefined;
      const name = nameOf(question);
      const fault = known.get(name) ?? judge(question, trusted, lists) ?? 'none';
      known.set(name, fault);
      return fault === 'none' ? undefined : fault;
    },
  };
};

/** All that the answer depends on: of two files that differ in anything, neither is judged by the other. */
const nameOf = ({ seal, mspId, at, kept, mustTell }: SealQuestion): string => {
  const chain = seal.certificates.map((certificate) => Buffer.from(certificate).toString('base64'));
  return JSON.stringify([mspId, seal.keyDigest, at.getTime(), mustTell, kept ?? null, chain]);
};

const UNPROVEN: SealPathFault = { code: 'SEAL_STATUS_UNPROVEN', reason: 'NONE' };

const judge = (
  { seal: { certificate, certificates }, at, kept, mustTell }: SealQuestion,
  trusted: readonly Uint8Array[],
  lists: readonly Uint8Array[],
): SealPathFault | undefined => {
  const found = validatePath({
    certificate: certificate.raw,
    others: certificates,
    trusted,
    at,
    usage: 'seal',
  });
  if (!found.ok) {
    return {
      code: found.fault === 'ISSUER_UNKNOWN' ? 'SEAL_AUTHORITY_UNKNOWN' : 'SEAL_PATH_WRONG',
      reason: found.fault,
    };
  }
  const evidence = (kept ?? []).map((each) => Buffer.from(each, 'base64'));
  const { revoked, unproven } = pathStatus(found.path, [...evidence, ...lists], at);
  const ended = revoked.find((link) => isRevokedBy(link, at));
  if (ended) {
    return { code: ended.isAuthority ? 'SEAL_AUTHORITY_REVOKED' : 'SEAL_REVOKED', reason: ended.reason };
  }
  // What was kept must tell of every certificate: whoever takes a part away does not get past it.
  const isAsked = mustTell || kept !== undefined;
  return isAsked && unproven !== undefined ? { ...UNPROVEN, reason: unproven } : undefined;
};

/** A revocation counts from its own instant on. */
const isRevokedBy = ({ at: recorded, invalidSince }: RevokedLink, at: Date): boolean =>
  (invalidSince ?? recorded) <= at;
