/** Why a certificate, a path, a revocation list or an OCSP answer proves nothing. Stable names. */
export type PathFault =
  /** Not an X.509 version 3 certificate in DER, or larger than any honest one. */
  | 'CERTIFICATE_MALFORMED'
  /** An extension marked critical that is not understood here. */
  | 'CRITICAL_EXTENSION_UNKNOWN'
  /** A signature algorithm that is not accepted: SHA-1, MD5, unknown parameters. */
  | 'ALGORITHM_UNSUPPORTED'
  /** The algorithm named inside and outside differ, or the issuer's key is of another kind. */
  | 'ALGORITHM_MISMATCH'
  /** RSA below 2048 bits, or a curve other than P-256, P-384, P-521 and SM2. */
  | 'KEY_WEAK'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  /** An issuer that is no authority: basic constraints missing, not critical, or saying so. */
  | 'NOT_AN_AUTHORITY'
  /** More authorities stand below than its issuer allows. */
  | 'PATH_LENGTH_EXCEEDED'
  /** The key may not be used so: the key usage is missing or does not allow it. */
  | 'KEY_USAGE_WRONG'
  /** The certificate was made for another purpose. */
  | 'EXTENDED_KEY_USAGE_WRONG'
  | 'SIGNATURE_WRONG'
  /** No certificate given leads on to a trusted one. */
  | 'ISSUER_UNKNOWN'
  /** More certificates or tries than a path of ours could need. */
  | 'PATH_TOO_LONG';

/** Thrown within this folder only; callers get the name as a result. */
export class PathError extends Error {
  override readonly name = 'PathError';
  readonly fault: PathFault;

  constructor(fault: PathFault, options?: ErrorOptions) {
    super(fault, options);
    this.fault = fault;
  }
}
