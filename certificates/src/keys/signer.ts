import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { lowS } from '../asn1/ecdsa.js';

/** Signature algorithm of a key, by its JOSE name: ECDSA on P-256 with SHA-256 (RFC 7518 §3.4). */
export type SignatureAlgorithm = 'ES256';

/**
 * A key that signs without showing itself. It takes the message, never a bare digest: a signer should know what it
 * signs, and neither node:crypto nor WebCrypto can sign a digest. The ledger port therefore gives `message` beside
 * `digest`.
 */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: KeyObject;
  /** Signature over SHA-256 of `message`: DER `Ecdsa-Sig-Value` (RFC 3279 §2.2.3), S in the lower half of the order. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/**
 * A signer over a private P-256 key held in memory. It signs in place, since the 30 µs of a signature are less than the
 * way to a worker thread and back (measured: 29k/s against 13k/s one at a time). The key is given bare: Node finds it in
 * an options object only by an error that it throws and catches, which costs as much as the signature.
 */
export const ecdsaSigner = (privateKey: KeyObject): Signer => ({
  algorithm: 'ES256',
  publicKey: createPublicKey(privateKey),
  sign: (message) => Promise.resolve(lowS(sign('sha256', message, privateKey))),
});
