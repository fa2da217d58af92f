import { HanlianError } from '../errors/index.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
/** Bytes whose text one call of String.fromCharCode makes; a multiple of three. */
const AT_ONCE = 6144;

const NOT_A_DIGIT = 64;
const DIGITS = new Uint8Array(128).fill(NOT_A_DIGIT);
for (let i = 0; i < ALPHABET.length; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;

const code = (bits: number): number => CODES[bits & 63] as number;

/** Made in one call: a text put together by `+=` is a tree of pieces, and takes five times as long to make and to read. */
function encodePart(bytes: Uint8Array): string {
  const codes: number[] = [];
  const whole = bytes.length - (bytes.length % 3);
  for (let i = 0; i < whole; i += 3) {
    const bits = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    codes.push(code(bits >> 18), code(bits >> 12), code(bits >> 6), code(bits));
  }
  if (bytes.length - whole === 1) {
    const bits = (bytes[whole] as number) << 4;
    codes.push(code(bits >> 6), code(bits));
  } else if (bytes.length - whole === 2) {
    const bits = ((bytes[whole] as number) << 10) | ((bytes[whole + 1] as number) << 2);
    codes.push(code(bits >> 12), code(bits >> 6), code(bits));
  }
  return String.fromCharCode(...codes);
}

/** base64url without padding (RFC 4648 §5). */
export function base64urlEncode(bytes: Uint8Array): string {
  if (bytes.length <= AT_ONCE) return encodePart(bytes);
  let text = '';
  for (let start = 0; start < bytes.length; start += AT_ONCE) {
    text += encodePart(bytes.subarray(start, start + AT_ONCE));
  }
  return text;
}

const invalid = (message: string, details: { position?: number; received?: string | number }): HanlianError =>
  new HanlianError('ENCODING_INVALID', message, { expected: 'base64url without padding', ...details });

/**
 * The bytes of base64url without padding. Padding, other alphabets and left-over bits that are not zero are refused,
 * so that equal bytes have one text.
 *
 * @throws {HanlianError} ENCODING_INVALID
 */
export function base64urlDecode(text: string): Uint8Array {
  if (text.length % 4 === 1)
    throw invalid('The text has a length no bytes encode to', { received: text.length });
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let offset = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGITS[text.charCodeAt(i)] ?? NOT_A_DIGIT;
    if (digit === NOT_A_DIGIT) {
      throw invalid(`Character ${i} is not of the base64url alphabet`, {
        position: i,
        received: text.charAt(i),
      });
    }
    bits = ((bits << 6) | digit) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[offset++] = bits >> count;
    }
  }
  if ((bits & ((1 << count) - 1)) !== 0) {
    throw invalid('The last character carries bits of no byte', { position: text.length - 1 });
  }
  return bytes;
}
