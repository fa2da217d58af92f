/** Draws random bytes. */
export type Random = (length: number) => Uint8Array;

const POOL_BYTES = 4096;
const BYTES = 16;
const SERIAL_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The largest multiple of 36 a byte can hold: bytes above it would favour the first letters. */
const FAIR_BELOW = 252;

/** The same source in larger draws: one costs as much as a thousand bytes. No byte is given out twice. */
export function pooled(random: Random): Random {
  let pool: Uint8Array = new Uint8Array();
  return (length) => {
    if (length > POOL_BYTES) return random(length);
    if (length > pool.length) pool = random(POOL_BYTES);
    const drawn = pool.subarray(0, length);
    pool = pool.subarray(length);
    return drawn;
  };
}

/** 128 random bits as base64url: an intent, a batch id, a salt. */
export const random16 = (random: Random): string => Buffer.from(random(BYTES)).toString('base64url');

/** Seven digits of base 36 count seconds far beyond anything kept here. */
const TIME_DIGITS = 7;

/** An id whose order is that of time: seconds since 1970 in base 36, and 128 random bits. */
export const timed16 = (now: number, random: Random): string => `${timePart(now)}-${random16(random)}`;

/** How the ids begin that `timed16` draws at an instant. */
export const timePart = (now: number): string => now.toString(36).padStart(TIME_DIGITS, '0');

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
