import { createReadStream } from 'node:fs';
import { createHash, type Hash } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';

/** A record with its signatures takes some kilobytes; a longer line is none. */
const MAX_LINE = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A line of a file with its number, from 1. */
export interface Line {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** What a file was read as: so that a report names just the bytes it is about. */
export interface FileRead {
  readonly file: string;
  readonly lines: number;
  /** SHA-256 of the file, base64url. */
  readonly sha256: string;
}

/**
 * The lines of a file one after another, however large it is; empty ones are passed over. It ends with what was read.
 *
 * @throws {HanlianError} FILE_UNREADABLE, FILE_TOO_LARGE for a line beyond a megabyte
 */
export async function* linesOf(file: string): AsyncGenerator<Line, FileRead> {
  const hash = createHash('sha256');
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(file, hash)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      number += 1;
      if (end > start) yield { number, bytes: bytes.subarray(start, end) };
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > MAX_LINE) {
      throw new HanlianError('FILE_TOO_LARGE', `Line ${number + 1} of ${file} is over ${MAX_LINE} bytes`, {
        expected: MAX_LINE,
      });
    }
  }
  if (rest.length > 0) yield { number: (number += 1), bytes: rest };
  return { file, lines: number, sha256: hash.digest('base64url') };
}

async function* chunksOf(file: string, hash: Hash): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
  } catch (cause) {
    throw new HanlianError('FILE_UNREADABLE', `${file} cannot be read`, {}, { cause });
  }
}

/** Gives each line to `take`, and says what was read. */
export async function eachLine(file: string, take: (line: Line) => void): Promise<FileRead> {
  const lines = linesOf(file);
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return next.value;
    take(next.value);
  }
}
