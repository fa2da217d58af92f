import { base64urlEncode, canonicalize, utf8Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import type { Holder } from '../schemas/api.js';

/** 128 bits: fewer would let a citizen number be found by trying them all. */
const MIN_SALT_BYTES = 16;

/**
 * The commitment to a certificate's holders: H(JCS([salt, [[typeCode, code, name], …]])), the holders sorted by their
 * canonical texts. Without the salt it tells nothing; once the salt is destroyed it proves nothing more.
 *
 * @throws {HanlianError} FIELD_INVALID when the salt is shorter than 16 bytes or no holder is given.
 */
export function holderCommitment(digest: Digest, salt: Uint8Array, holders: readonly Holder[]): Uint8Array {
  if (salt.length < MIN_SALT_BYTES) {
    throw new HanlianError('FIELD_INVALID', `A salt of ${salt.length} bytes is too short`, {
      field: 'salt',
      expected: `at least ${MIN_SALT_BYTES} bytes`,
      received: salt.length,
    });
  }
  if (holders.length === 0) {
    throw new HanlianError('FIELD_INVALID', 'A certificate has at least one holder', { field: 'holders' });
  }
  const list = holders.map(({ typeCode, code, name }) => canonicalize([typeCode, code, name])).sort();
  return digest(utf8Encode(`["${base64urlEncode(salt)}",[${list.join(',')}]]`));
}
