import { HanlianError } from '../errors/index.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Twelve bits at a time: two characters for each value from 0 to 4095. */
const PAIRS: readonly string[] = Array.from(
  { length: 4096 },
  (_, bits) => ALPHABET.charAt(bits >> 6) + ALPHABET.charAt(bits & 63),
);

const NOT_A_DIGIT = 64;
const DIGITS = new Uint8Array(128).fill(NOT_A_DIGIT);
for (let i = 0; i < ALPHABET.length; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;

/** base64url without padding (RFC 4648 §5). */
export function base64urlEncode(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let i = 0; i < whole; i += 3) {
    const bits = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    text += (PAIRS[bits >> 12] as string) + (PAIRS[bits & 4095] as string);
  }
  if (bytes.length - whole === 1) return text + (PAIRS[(bytes[whole] as number) << 4] as string);
  if (bytes.length - whole === 2) {
    const bits = ((bytes[whole] as number) << 10) | ((bytes[whole + 1] as number) << 2);
    return text + (PAIRS[bits >> 6] as string) + ALPHABET.charAt(bits & 63);
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
