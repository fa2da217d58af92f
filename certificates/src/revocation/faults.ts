import type { PathFault } from '../path/faults.js';

/** Why a revocation list or an OCSP answer says nothing of a certificate. Stable names. */
export type RevocationFault =
  | Extract<
      PathFault,
      | 'CRITICAL_EXTENSION_UNKNOWN'
      | 'ALGORITHM_UNSUPPORTED'
      | 'ALGORITHM_MISMATCH'
      | 'KEY_WEAK'
      | 'KEY_USAGE_WRONG'
      | 'SIGNATURE_WRONG'
    >
  /** Neither a revocation list nor an OCSP answer in DER, or larger than any honest one. */
  | 'REVOCATION_MALFORMED'
  /** Made by another issuer, or about another certificate. */
  | 'REVOCATION_FOREIGN'
  /** Not yet, or no longer, what its issuer says. */
  | 'REVOCATION_STALE'
  /** Signed by neither the issuer nor a responder that the issuer appointed (RFC 6960 §4.2.2.2). */
  | 'RESPONDER_UNAUTHORISED'
  /** The responder had no answer. */
  | 'RESPONDER_FAILED'
  /** Not an answer to this question. */
  | 'NONCE_WRONG'
  /** The responder does not know the certificate. */
  | 'CERTIFICATE_UNKNOWN';

/** Thrown within this folder only; callers get the name as a result. */
export class RevocationError extends Error {
  override readonly name = 'RevocationError';
  readonly fault: RevocationFault;

  constructor(fault: RevocationFault, options?: ErrorOptions) {
    super(fault, options);
    this.fault = fault;
  }
}
