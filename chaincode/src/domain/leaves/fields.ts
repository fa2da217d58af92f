import { canonicalize, utf8Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Hashes } from '../hash.js';
import type { JsonValue } from '../json.js';

/** A field of a document with its salt: 16 random bytes in base64url, drawn anew for every field. */
export interface SaltedField {
  readonly name: string;
  readonly salt: string;
  readonly value: JsonValue;
}

const SALT = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** RFC 6962's leaf prefix as text: U+0000 is the one byte 0x00 in UTF-8. */
const LEAF_PREFIX = '\0';

/** The array is put together from parts already canonical, since this is the innermost loop of bulk issuing. */
function leafInput(certificateId: string, index: number, { name, salt, value }: SaltedField): Uint8Array {
  if (!SALT.test(salt)) {
    throw new HanlianError('FIELD_INVALID', `The salt of field ${index} is not 16 bytes in base64url`, {
      field: `fields[${index}].salt`,
      expected: '16 bytes in base64url',
    });
  }
  const members = `${canonicalize(certificateId)},${index},${canonicalize(name)},"${salt}",${canonicalize(value)}`;
  return utf8Encode(`${LEAF_PREFIX}[${members}]`);
}

/**
 * The leaf hashes of one field at its index in the type's schema, in both suites:
 * H(0x00 ‖ JCS([certificateId, index, name, salt, value])). The RFC 6962 root over all of a document's leaves stands for
 * the document: no field can be hidden, added or moved, and each can be shown alone.
 *
 * @throws {HanlianError} FIELD_INVALID for a salt that is not 16 bytes in base64url, JSON_NOT_CANONICAL for a value
 *   without canonical form.
 */
export function fieldLeaves(
  { sha256, sm3 }: Hashes,
  certificateId: string,
  index: number,
  field: SaltedField,
): Record<keyof Hashes, Uint8Array> {
  const input = leafInput(certificateId, index, field);
  return { sha256: sha256(input), sm3: sm3(input) };
}
