import {
  base64Decode,
  base64Encode,
  concatBytes,
  equalBytes,
  hexEncode,
  utf8Encode,
} from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import { isKeyName } from './note.js';

/**
 * How a key signs (c2sp.org/signed-note, "Signature types"). `ed25519` signs the note's text, `cosignature` a time with it
 * (c2sp.org/tlog-cosignature). `sm2` has no byte assigned and takes 0xff with a longer name.
 */
export type NoteKeyType = 'ed25519' | 'cosignature' | 'sm2';

/** A key that notes are checked with. `id` follows from the rest. */
export interface NoteKey {
  readonly name: string;
  readonly type: NoteKeyType;
  readonly id: number;
  /** Ed25519: 32 bytes (RFC 8032). SM2: the 65 bytes of the uncompressed point. */
  readonly publicKey: Uint8Array;
}

/** Reserved for types without a byte: a longer name follows it, that nobody else will take. */
const SM2_TYPE = concatBytes(new Uint8Array([0xff]), utf8Encode('hanlian/sm2-sm3\n'));

const TYPES: Readonly<Record<NoteKeyType, { readonly prefix: Uint8Array; readonly length: number }>> = {
  ed25519: { prefix: new Uint8Array([0x01]), length: 32 },
  cosignature: { prefix: new Uint8Array([0x04]), length: 32 },
  sm2: { prefix: SM2_TYPE, length: 65 },
};

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key), its first four bytes as a number (c2sp.org/signed-note). */
function keyIdOf(sha256: Digest, name: string, material: Uint8Array): number {
  const hash = sha256(concatBytes(utf8Encode(`${name}\n`), material));
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0);
}

const malformed = (message: string): HanlianError =>
  new HanlianError('NOTE_KEY_MALFORMED', message, {
    expected: '<name>+<8 hex digits>+<base64 of type and key>',
  });

/**
 * A key by its parts.
 *
 * @throws {HanlianError} NOTE_KEY_MALFORMED for a name or a length that cannot be
 */
export function noteKey(
  sha256: Digest,
  { name, type, publicKey }: Pick<NoteKey, 'name' | 'type' | 'publicKey'>,
): NoteKey {
  const { prefix, length } = TYPES[type];
  if (!isKeyName(name) || publicKey.length !== length) throw malformed(`No key ${name} of type ${type}`);
  return { name, type, id: keyIdOf(sha256, name, concatBytes(prefix, publicKey)), publicKey };
}

const hexOf = (id: number): string => hexEncode(new Uint8Array([id >>> 24, id >>> 16, id >>> 8, id]));

const materialOf = ({ type, publicKey }: NoteKey): Uint8Array => concatBytes(TYPES[type].prefix, publicKey);

/** A key as one text, the form Go's sumdb/note reads: name+id+base64. */
export const formatNoteKey = (key: NoteKey): string =>
  `${key.name}+${hexOf(key.id)}+${base64Encode(materialOf(key))}`;

/**
 * Reads such a text.
 *
 * @throws {HanlianError} NOTE_KEY_MALFORMED, also where the id is not the one that follows from name and key
 */
export function parseNoteKey(sha256: Digest, text: string): NoteKey {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (parts === null) throw malformed('The key is not three parts joined by +');
  const [, name, id, encoded] = parts as unknown as [string, string, string, string];
  const key = keyOf(sha256, name, materialFrom(encoded));
  if (hexOf(key.id) !== id) throw malformed(`The key's id is ${hexOf(key.id)}, not ${id}`);
  return key;
}

function materialFrom(encoded: string): Uint8Array {
  try {
    return base64Decode(encoded);
  } catch (cause) {
    throw new HanlianError('NOTE_KEY_MALFORMED', 'The key is no base64', {}, { cause });
  }
}

function keyOf(sha256: Digest, name: string, material: Uint8Array): NoteKey {
  const known = (Object.keys(TYPES) as NoteKeyType[]).find((type) =>
    startsWith(material, TYPES[type].prefix),
  );
  if (known === undefined) throw malformed('The key is of a type that is not known here');
  return noteKey(sha256, { name, type: known, publicKey: material.slice(TYPES[known].prefix.length) });
}

const startsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  equalBytes(bytes.subarray(0, prefix.length), prefix);
