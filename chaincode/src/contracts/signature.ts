import type { KeyObject } from 'node:crypto';
import { createPublicKey, verify } from 'node:crypto';
import { base64urlDecode, HanlianError } from '../domain/index.js';

/** Whether a signature over bytes was made by the key; key and signature as the schemas have them. */
export type SignatureVerifier = (publicKey: string, message: Uint8Array, signature: string) => boolean;

const keyOf = (publicKey: string): KeyObject =>
  createPublicKey({ key: Buffer.from(base64urlDecode(publicKey)), format: 'der', type: 'spki' });

/**
 * A key's text, whose form the schema has checked, must name a point of the curve.
 *
 * @throws {HanlianError} FIELD_INVALID
 */
export function requirePublicKey(publicKey: string, field: string): void {
  try {
    keyOf(publicKey);
  } catch (cause) {
    const details = { field, expected: 'a point of P-256' };
    throw new HanlianError('FIELD_INVALID', 'This is no public key on P-256', details, { cause });
  }
}

/** ES256: ECDSA on P-256 over SHA-256, the signature in DER (FIPS 186-5, RFC 3279). */
export const verifyEs256: SignatureVerifier = (publicKey, message, signature) =>
  verify('sha256', message, keyOf(publicKey), Buffer.from(signature, 'base64url'));
