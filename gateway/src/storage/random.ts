/** Draws random bytes. */
export type Random = (length: number) => Uint8Array;

const BYTES = 16;
const SERIAL_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The largest multiple of 36 a byte can hold: bytes above it would favour the first letters. */
const FAIR_BELOW = 252;

/** 128 random bits as base64url: an intent, a batch id, a salt. */
export const random16 = (random: Random): string => Buffer.from(random(BYTES)).toString('base64url');

/** Many of them from one draw, since each draw costs more than the bytes. */
export function manyRandom16(random: Random, count: number): string[] {
  const bytes = Buffer.from(random(BYTES * count));
  return Array.from({ length: count }, (_, i) => bytes.toString('base64url', i * BYTES, (i + 1) * BYTES));
}

/** Random digits and capital letters, each as likely as the others. */
export function randomSerialText(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < FAIR_BELOW && text.length < length)
        text += SERIAL_ALPHABET.charAt(byte % SERIAL_ALPHABET.length);
    }
  }
  return text;
}
