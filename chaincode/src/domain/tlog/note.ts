import { base64Decode, base64Encode, utf8Decode, utf8Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';

/** One signature line of a note: who signed by which key, and the bytes that follow the key's id. */
export interface NoteSignature {
  readonly name: string;
  /** The first four bytes of the key's hash, big-endian: a hint which key it was, never a proof. */
  readonly keyId: number;
  readonly signature: Uint8Array;
}

/** Text signed by one or more keys (c2sp.org/signed-note). The text ends in a newline. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const EM_DASH = '\u2014';
const LINE = new RegExp(`^${EM_DASH} ([^ ]+) ([^ ]+)$`, 'u');
const MAX_BYTES = 64 * 1024;
const MAX_SIGNATURES = 64;
const KEY_ID_LENGTH = 4;
/** Below U+0020 only the newline may stand in a note: a carriage return is not. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const NAME = /^[^\s\u0085+]+$/u;

const malformed = (message: string, expected: string): HanlianError =>
  new HanlianError('NOTE_MALFORMED', message, { expected });

/** Whether a text may name a key: not empty, no Unicode space, no plus. */
export const isKeyName = (name: string): boolean => NAME.test(name);

/**
 * Reads a signed note, strictly: a note has one text, and no key may stand in it twice. Who signed is not checked here.
 *
 * @throws {HanlianError} NOTE_MALFORMED, UTF8_INVALID
 */
export function parseNote(source: string | Uint8Array): SignedNote {
  const whole = typeof source === 'string' ? source : utf8Decode(source);
  if (whole.length > MAX_BYTES) throw malformed(`The note is longer than ${MAX_BYTES}`, 'a shorter note');
  if (CONTROL.test(whole))
    throw malformed('The note holds a control character', 'lines that end in LF alone');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0) throw malformed('No empty line parts text and signatures', 'text, empty line, signatures');
  const signatures = parseSignatures(whole.slice(split + 2));
  return { text: whole.slice(0, split + 1), signatures };
}

/**
 * Reads signature lines alone, as a witness answers with.
 *
 * @throws {HanlianError} NOTE_MALFORMED when there is none, one is malformed, or one key stands twice
 */
export function parseSignatures(block: string): readonly NoteSignature[] {
  if (block === '' || !block.endsWith('\n')) {
    throw malformed('The signature lines are missing or cut short', 'at least one line, each ended by LF');
  }
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MAX_SIGNATURES)
    throw malformed(`${lines.length} signatures`, `at most ${MAX_SIGNATURES}`);
  const signatures = lines.map(parseSignature);
  const ids = signatures.map(({ name, keyId }) => `${name}+${keyId}`);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw malformed(`The key ${twice} signed twice`, 'one signature a key');
  return signatures;
}

function parseSignature(line: string): NoteSignature {
  const expected = `${EM_DASH} <name> <base64 of key id and signature>`;
  const [, name, encoded] = LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) {
    throw malformed('A signature line is malformed', expected);
  }
  const bytes = signatureBytes(encoded);
  if (bytes.length <= KEY_ID_LENGTH) throw malformed(`The signature of ${name} is empty`, expected);
  const keyId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return { name, keyId, signature: bytes.slice(KEY_ID_LENGTH) };
}

function signatureBytes(encoded: string): Uint8Array {
  try {
    return base64Decode(encoded);
  } catch (cause) {
    throw new HanlianError('NOTE_MALFORMED', 'A signature is no base64', { expected: 'base64' }, { cause });
  }
}

/** A signature as its line, newline included. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const bytes = new Uint8Array(KEY_ID_LENGTH + signature.length);
  new DataView(bytes.buffer).setUint32(0, keyId);
  bytes.set(signature, KEY_ID_LENGTH);
  return `${EM_DASH} ${name} ${base64Encode(bytes)}\n`;
}

/** A note as it is published. */
export const formatNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(formatSignature).join('')}`;

/** The bytes that a plain signature (type 0x01) covers. */
export const noteMessage = (text: string): Uint8Array => utf8Encode(text);
