import type { X509Certificate } from 'node:crypto';

/** Why a seal proves nothing. Each is a code of the verification table. */
export type SealFault =
  /** Not CMS SignedData, or not in the form a signature needs. */
  | 'SEAL_MALFORMED'
  /** An algorithm, curve or structure that no verifier here accepts. */
  | 'SEAL_UNSUPPORTED'
  /** The certificate the seal names as its own is not in it. */
  | 'SEAL_CERTIFICATE_MISSING'
  /** The certificate that is in it is another than the one that was signed over. */
  | 'SEAL_CERTIFICATE_SWAPPED'
  /** The signature is not of the key, or not in its one canonical form. */
  | 'SEAL_SIGNATURE_WRONG'
  /** A genuine seal, over other content. */
  | 'SEAL_FOREIGN';

/** A seal whose signature covers the content given. Whether its key may seal is another question. */
export interface VerifiedSeal {
  readonly ok: true;
  readonly certificate: X509Certificate;
  /** All certificates in the seal, DER. */
  readonly certificates: readonly Uint8Array[];
  /** SHA-256 of the certificate's DER, base64url: the ledger's name for the seal key. */
  readonly keyDigest: string;
  /** The signature itself: what a time stamp of CAdES T is over. */
  readonly signature: Buffer;
  /** The signing time the signer claims. */
  readonly signedAt: Date;
}

export interface FaultySeal {
  readonly ok: false;
  readonly fault: SealFault;
}

export type SealResult = VerifiedSeal | FaultySeal;

export const faulty = (fault: SealFault): FaultySeal => ({ ok: false, fault });
