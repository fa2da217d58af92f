import { unreadable, type FileBytes } from './source.js';

/** What a CSV may be written in: GB18030 is what spreadsheets save in on a Chinese desktop. */
export const ENCODINGS = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * The encoding of a file: the one declared, or UTF-8 if all of it is, or else GB18030.
 *
 * @throws {HanlianError} UPLOAD_UNREADABLE when it is neither
 */
export async function encodingOf(file: FileBytes, declared: Encoding | undefined): Promise<Encoding> {
  for (const encoding of declared === undefined ? ENCODINGS : [declared]) {
    if (await isAll(file, encoding)) return encoding;
  }
  throw unreadable(`The text is not ${declared ?? 'UTF-8 or GB18030'}`);
}

async function isAll(file: FileBytes, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const bytes of file.read()) decoder.decode(bytes, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The text, without its byte order mark. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof TypeError ? unreadable(`The text is not ${encoding}`, undefined, error) : error;
  }
}

/** A text in which CR LF is LF: inside a cell too, where a parser that counts both would lose the line. */
export async function* plainBreaks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of pieces) {
    const text = held + piece;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
  }
  yield held;
}
