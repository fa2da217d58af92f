/** The characters of a QR code's alphanumeric mode (ISO/IEC 18004), by value (RFC 9285 §4.2). */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const BASE = ALPHABET.length;

const digits = (value: number, count: number): string =>
  Array.from({ length: count }, (_, place) => ALPHABET[Math.floor(value / BASE ** place) % BASE]).join('');

/** Base45 (RFC 9285): two bytes are three characters, a last one is two, lowest digit first. */
export const encodeBase45 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    text += digits((bytes[i] as number) * 256 + (bytes[i + 1] as number), 3);
  }
  return bytes.length % 2 === 0 ? text : text + digits(bytes[bytes.length - 1] as number, 2);
};

/** The bytes; undefined for what encodes none. */
export const decodeBase45 = (text: string): Uint8Array | undefined => {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const group = text.slice(i, i + 3);
    const value = valueOf(group);
    const width = group.length - 1;
    if (value === undefined || width === 0 || value >= 256 ** width) return undefined;
    bytes.push(...(width === 2 ? [value >> 8, value & 255] : [value]));
  }
  return Uint8Array.from(bytes);
};

const valueOf = (group: string): number | undefined => {
  const values = Array.from(group, (character) => ALPHABET.indexOf(character));
  return values.includes(-1) ? undefined : values.reduceRight((sum, value) => sum * BASE + value, 0);
};
