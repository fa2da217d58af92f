import { base64urlEncode, canonicalize, utf8Encode } from './encoding/index.js';
import type { Digest } from './hash.js';

/** SHA-256 of a value's RFC 8785 bytes, base64url. */
export const digestOf = (sha256: Digest, value: unknown): string =>
  base64urlEncode(sha256(utf8Encode(canonicalize(value))));

/** What stands for a value of which few could be meant: that of the array of salt and value. */
export const saltedDigest = (sha256: Digest, salt: string, value: unknown): string =>
  digestOf(sha256, [salt, value]);
