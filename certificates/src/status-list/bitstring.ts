import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { ListFault, malformed } from './fault.js';

/** What a list may unfold to, in bytes: entries of eight bits for a million certificates. */
const MOST_BYTES = 1024 * 1024;
const MULTIBASE = 'u';
const BASE64URL = /^[A-Za-z0-9_-]+$/;
const compress = promisify(gzip);
const expand = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);

/** A bitstring of entries of one size each; the first entry begins with the left-most bit (§2.2). */
export class Bitstring {
  readonly bytes: Uint8Array;
  readonly size: number;

  /** @param size bits of an entry, 1 to 8 */
  constructor(bytes: Uint8Array, size: number) {
    this.bytes = bytes;
    this.size = size;
  }

  static empty(entries: number, size: number): Bitstring {
    return new Bitstring(new Uint8Array((entries * size) / 8), size);
  }

  /** How many entries there are. */
  get length(): number {
    return Math.floor((this.bytes.length * 8) / this.size);
  }

  /** @throws {ListFault} STATUS_LIST_INDEX_OUTSIDE */
  get(index: number): number {
    let value = 0;
    for (const [byte, mask] of this.#bits(index)) {
      value = value * 2 + (((this.bytes[byte] as number) & mask) === 0 ? 0 : 1);
    }
    return value;
  }

  /** @throws {ListFault} STATUS_LIST_INDEX_OUTSIDE */
  set(index: number, value: number): void {
    let left = 2 ** (this.size - 1);
    for (const [byte, mask] of this.#bits(index)) {
      const others = (this.bytes[byte] as number) & ~mask;
      this.bytes[byte] = (value & left) === 0 ? others : others | mask;
      left /= 2;
    }
  }

  /** Where the bits of an entry stand, left-most first. */
  #bits(index: number): readonly (readonly [byte: number, mask: number])[] {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new ListFault('STATUS_LIST_INDEX_OUTSIDE', { index, length: this.length });
    }
    return Array.from({ length: this.size }, (_, bit) => {
      const position = index * this.size + bit;
      return [Math.floor(position / 8), 0x80 >> (position % 8)] as const;
    });
  }
}

/** `encodedList` (§2.2): GZIP, base64url without padding, the multibase letter before it. */
export const encodeList = async ({ bytes }: Bitstring): Promise<string> =>
  MULTIBASE + (await compress(bytes)).toString('base64url');

/**
 * The bitstring of an `encodedList` (§3.4), never more than a megabyte of it.
 * @throws {ListFault} STATUS_LIST_MALFORMED, STATUS_LIST_TOO_LARGE
 */
export const decodeList = async (encoded: string, size: number): Promise<Bitstring> => {
  const text = encoded.slice(MULTIBASE.length);
  if (!encoded.startsWith(MULTIBASE) || !BASE64URL.test(text)) throw malformed('encodedList');
  try {
    const bytes = await expand(Buffer.from(text, 'base64url'), { maxOutputLength: MOST_BYTES });
    return new Bitstring(bytes, size);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ListFault('STATUS_LIST_TOO_LARGE', { most: MOST_BYTES });
    }
    throw malformed('encodedList');
  }
};
