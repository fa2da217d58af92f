import type { PathCertificate } from '../path/certificate.js';
import type { Revocation } from '../revocation/reasons.js';
import { revocationStatus } from '../revocation/status.js';

/** A certificate of a path that was revoked, sooner or later. */
export interface RevokedLink extends Omit<Revocation, 'serial'> {
  /** Whether it is an authority, and not the certificate the path begins with. */
  readonly isAuthority: boolean;
}

/** What evidence says of a path. */
export interface PathStatus {
  readonly revoked: readonly RevokedLink[];
  /** Why nothing tells how a certificate stood; undefined: each is told of. `NONE`: nothing is there about it. */
  readonly unproven: string | undefined;
}

/**
 * Asks OCSP answers and revocation lists (DER) about every certificate of a path but the trusted one, each in the name of
 * the certificate above it, as of an instant.
 */
export const pathStatus = (
  path: readonly PathCertificate[],
  evidence: readonly Uint8Array[],
  at: Date,
): PathStatus => {
  const links = path.slice(0, -1).map((certificate, index) => {
    const issuer = path[index + 1] as PathCertificate;
    const said = evidence.map((each) =>
      revocationStatus({ evidence: each, certificate, issuer, at, orLater: true }),
    );
    const faults = said.flatMap((each) => (each.status === 'unknown' ? [each.fault] : []));
    return {
      revoked: said.flatMap((each) =>
        each.status === 'revoked' ? [{ ...each.revocation, isAuthority: index > 0 }] : [],
      ),
      // What speaks of another certificate is no reason.
      unproven:
        faults.length < said.length
          ? undefined
          : (faults.find((fault) => fault !== 'REVOCATION_FOREIGN') ?? 'NONE'),
    };
  });
  return {
    revoked: links.flatMap(({ revoked }) => revoked),
    unproven: links.find(({ unproven }) => unproven !== undefined)?.unproven,
  };
};
