import { HanlianError } from '../errors/index.js';

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The UTF-8 bytes of a text. A lone surrogate becomes U+FFFD, as the Encoding standard says. */
export const utf8Encode = (text: string): Uint8Array => encoder.encode(text);

/** Where decoding and encoding again first gives another byte. */
function firstInvalidByte(bytes: Uint8Array): number {
  const replaced = encoder.encode(lenientDecoder.decode(bytes));
  return replaced.findIndex((byte, i) => byte !== bytes[i]);
}

/**
 * The text of UTF-8 bytes. A byte-order mark is kept as U+FEFF.
 *
 * @throws {HanlianError} UTF8_INVALID; `details.position` is the offset of the first bad byte.
 */
export function utf8Decode(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    const position = firstInvalidByte(bytes);
    throw new HanlianError('UTF8_INVALID', `Byte ${position} is not valid UTF-8`, { position }, { cause });
  }
}

/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Either half of a surrogate pair counts two of the pair's four bytes.
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
