import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import { base64urlDecode, base64urlEncode } from '../domain/index.js';
import type { Digest, Hashes } from '../domain/hash.js';
import type { RawVerifier, SignatureVerifier } from '../domain/index.js';

/** A latin1 string out of OpenSSL costs less than half of a Buffer out of it: 2.5 times the Merkle nodes a second. */
const digest =
  (algorithm: string): Digest =>
  (data) =>
    Buffer.from(hash(algorithm, data, 'binary'), 'binary');

/** SHA-256 and SM3 by Node's OpenSSL. */
export const nodeHashes: Hashes = { sha256: digest('sha256'), sm3: digest('sm3') };

/** Ed25519 (RFC 8032) over the 32 bytes of a public key, by Node's OpenSSL. */
export const verifyEd25519: RawVerifier = (publicKey, message, signature) => {
  const key = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(publicKey) };
  return verify(null, message, createPublicKey({ key, format: 'jwk' }), signature);
};

/** So many keys are kept as they were read: to read one costs nearly as much as to verify with it. */
const MOST_KEYS = 1_000;
const read = new Map<string, KeyObject>();

/** A SubjectPublicKeyInfo in DER, base64url. */
export function publicKeyOf(publicKey: string): KeyObject {
  const known = read.get(publicKey);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: Buffer.from(base64urlDecode(publicKey)), format: 'der', type: 'spki' });
  if (read.size >= MOST_KEYS) read.clear();
  read.set(publicKey, key);
  return key;
}

/** ES256: ECDSA on P-256 over SHA-256, the signature in DER (FIPS 186-5, RFC 3279). */
export const verifyEs256: SignatureVerifier = (publicKey, message, signature) =>
  verify('sha256', message, publicKeyOf(publicKey), Buffer.from(signature, 'base64url'));
