import { HanlianError } from '../errors/index.js';

const DIGITS = '0123456789abcdef';
const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal, two digits a byte. */
export function hexEncode(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += PAIRS[byte] as string;
  return text;
}

function digitAt(text: string, position: number): number {
  const digit = DIGITS.indexOf(text.charAt(position));
  if (digit < 0) {
    throw new HanlianError(
      'ENCODING_INVALID',
      `Character ${position} is not a lower-case hexadecimal digit`,
      {
        position,
        expected: '0-9 a-f',
        received: text.charAt(position),
      },
    );
  }
  return digit;
}

/**
 * The bytes of lower-case hexadecimal; upper case is refused, so that equal bytes have one text.
 *
 * @throws {HanlianError} ENCODING_INVALID
 */
export function hexDecode(text: string): Uint8Array {
  if (text.length % 2 !== 0) {
    throw new HanlianError('ENCODING_INVALID', `${text.length} hexadecimal digits do not make whole bytes`, {
      expected: 'an even number of digits',
      received: text.length,
    });
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = digitAt(text, 2 * i) * 16 + digitAt(text, 2 * i + 1);
  return bytes;
}
