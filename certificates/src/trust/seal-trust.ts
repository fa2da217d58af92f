import { BoundedMap } from '../bounded-map.js';
import type { PathCertificate } from '../path/certificate.js';
import { validatePath } from '../path/validate.js';
import { revocationStatus, type RevocationStatus } from '../revocation/status.js';
import type { SealPathFault, SealQuestion, SealTrust } from '../verification/types.js';

/** Thousands of documents share one seal, and the way to its root is the same for all of them. */
const REMEMBERED = 256;

/** Believes seals whose certificates led to one of their organisation's roots (DER). */
export const sealTrustOf = (roots: ReadonlyMap<string, readonly Uint8Array[]>): SealTrust => {
  const known = new BoundedMap<string, SealPathFault | 'none'>(REMEMBERED);
  return {
    faultOf: (question) => {
      const trusted = roots.get(question.mspId);
      if (trusted === undefined) return undefined;
      const { seal, mspId, at, kept } = question;
      const name = [mspId, seal.keyDigest, at.getTime(), ...(kept ?? ['none'])].join(' ');
      const fault = known.get(name) ?? judge(question, trusted) ?? 'none';
      known.set(name, fault);
      return fault === 'none' ? undefined : fault;
    },
  };
};

const judge = (
  { seal: { certificate, certificates }, at, kept }: SealQuestion,
  trusted: readonly Uint8Array[],
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
  const [own, issuer] = found.path;
  return issuer && kept && statusFault(own, issuer, at, kept);
};

/** What was kept must tell: whoever bends it does not get past it, and a revocation counts from its own instant on. */
const statusFault = (
  certificate: PathCertificate,
  issuer: PathCertificate,
  at: Date,
  kept: readonly string[],
): SealPathFault | undefined => {
  const said = kept.map((evidence) =>
    revocationStatus({ evidence: Buffer.from(evidence, 'base64'), certificate, issuer, at }),
  );
  const revoked = said.find((status) => isRevokedBy(status, at));
  if (revoked?.status === 'revoked') return { code: 'SEAL_REVOKED', reason: revoked.revocation.reason };
  if (said.some(({ status }) => status !== 'unknown')) return undefined;
  const [first] = said;
  return { code: 'SEAL_STATUS_UNPROVEN', reason: first?.status === 'unknown' ? first.fault : 'NONE' };
};

const isRevokedBy = (found: RevocationStatus, at: Date): boolean =>
  found.status === 'revoked' && (found.revocation.invalidSince ?? found.revocation.at) <= at;
