import { gzipSync } from 'node:zlib';

/** A file of an archive. */
export interface Entry {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const BLOCK = 512;
const CHECKSUM_OFFSET = 148;
const CHECKSUM_LENGTH = 8;
const GZIP_OS_OFFSET = 9;
const GZIP_OS_UNKNOWN = 0xff;

/**
 * A gzipped POSIX ustar archive (IEEE Std 1003.1, pax) that is the same bytes on every machine and day: no owner, no
 * time, no operating system.
 */
export function archive(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, content }) => {
    const bytes = Buffer.from(content as Uint8Array);
    return [header(name, bytes.length), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  const zipped = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  zipped[GZIP_OS_OFFSET] = GZIP_OS_UNKNOWN;
  return zipped;
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, offset: number): number => block.write(text, offset, 'latin1');
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  put(name, 0);
  put(octal(0o644, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(0, 11), 136);
  put('0', 156);
  put('ustar\x0000', 257);
  put(' '.repeat(CHECKSUM_LENGTH), CHECKSUM_OFFSET);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM_OFFSET);
  return block;
}
