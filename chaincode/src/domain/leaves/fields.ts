import { canonicalize, utf8Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Digest, Hashes } from '../hash.js';
import type { JsonValue } from '../json.js';
import { merkleRoot } from '../merkle/index.js';

/** A field of a document with its salt: 16 random bytes in base64url, drawn anew for every field. */
export interface SaltedField {
  readonly name: string;
  readonly salt: string;
  readonly value: JsonValue;
}

const SALT = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** RFC 6962's leaf prefix as text: U+0000 is the one byte 0x00 in UTF-8. */
const LEAF_PREFIX = '\0';

/**
 * The bytes a field's leaf hashes: 0x00 ‖ JCS([certificateId, index, name, salt, value]). The array is put together
 * from parts already canonical, since this is the innermost loop of bulk issuing.
 */
function leafInput(canonicalId: string, index: number, { name, salt, value }: SaltedField): Uint8Array {
  if (!SALT.test(salt)) {
    throw new HanlianError('FIELD_INVALID', `The salt of field ${index} is not 16 bytes in base64url`, {
      field: `fields[${index}].salt`,
      expected: '16 bytes in base64url',
    });
  }
  const members = `${canonicalId},${index},${canonicalize(name)},"${salt}",${canonicalize(value)}`;
  return utf8Encode(`${LEAF_PREFIX}[${members}]`);
}

function leafInputs(certificateId: string, fields: readonly SaltedField[]): Uint8Array[] {
  const canonicalId = canonicalize(certificateId);
  return fields.map((field, index) => leafInput(canonicalId, index, field));
}

/** The leaf hash of one field at its index in the schema's order; a presentation that discloses it proves this leaf. */
export function fieldLeaf(
  digest: Digest,
  certificateId: string,
  index: number,
  field: SaltedField,
): Uint8Array {
  return digest(leafInput(canonicalize(certificateId), index, field));
}

/** The leaf hashes of one field in both suites; its bytes are written once for the two. */
export function fieldLeafPair(
  { sha256, sm3 }: Hashes,
  certificateId: string,
  index: number,
  field: SaltedField,
): Record<keyof Hashes, Uint8Array> {
  const input = leafInput(canonicalize(certificateId), index, field);
  return { sha256: sha256(input), sm3: sm3(input) };
}

/** The leaf hashes of all fields, for a tree to prove single fields from. */
export const fieldLeaves = (
  digest: Digest,
  certificateId: string,
  fields: readonly SaltedField[],
): Uint8Array[] => leafInputs(certificateId, fields).map(digest);

/**
 * The root that stands for a document: an RFC 6962 tree with one salted leaf a field, in the order of the type's schema,
 * so that no field can be hidden, added or moved, and each can be shown alone.
 *
 * @throws {HanlianError} FIELD_INVALID for a salt that is not 16 bytes in base64url, JSON_NOT_CANONICAL for a value
 *   without canonical form.
 */
export const documentRoot = (
  digest: Digest,
  certificateId: string,
  fields: readonly SaltedField[],
): Uint8Array => merkleRoot(digest, fieldLeaves(digest, certificateId, fields));

/** Both suites' document roots; the leaves are written once for the two. */
export function documentRoots(
  { sha256, sm3 }: Hashes,
  certificateId: string,
  fields: readonly SaltedField[],
): Record<keyof Hashes, Uint8Array> {
  const inputs = leafInputs(certificateId, fields);
  return { sha256: merkleRoot(sha256, inputs.map(sha256)), sm3: merkleRoot(sm3, inputs.map(sm3)) };
}
