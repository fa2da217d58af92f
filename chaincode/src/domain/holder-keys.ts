import { saltedDigest } from './digests.js';
import type { Digest } from './hash.js';

/**
 * What stands on the ledger for a natural person's key: SHA-256 of the RFC 8785 array of salt and public key, base64url.
 * Without the salt, which is drawn anew for each key, nobody can tell whose it is.
 */
export const holderKeyDigest = (sha256: Digest, salt: string, publicKey: string): string =>
  saltedDigest(sha256, salt, publicKey);
