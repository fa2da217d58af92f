import { base64urlEncode, canonicalize, utf8Encode } from './encoding/index.js';
import type { Digest } from './hash.js';

/**
 * What stands on the ledger for a natural person's key: SHA-256 of the RFC 8785 array of salt and public key, base64url.
 * Without the salt, which is drawn anew for each key, nobody can tell whose it is.
 */
export const holderKeyDigest = (sha256: Digest, salt: string, publicKey: string): string =>
  base64urlEncode(sha256(utf8Encode(canonicalize([salt, publicKey]))));
