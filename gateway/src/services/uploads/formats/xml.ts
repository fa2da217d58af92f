import { HanlianError } from '@hanlian/chaincode/domain';
import { SaxesParser } from 'saxes';
import { unreadable, unsafe } from './source.js';

export type Attributes = Readonly<Record<string, string>>;

/** What a reader of XML wants to hear of; names are without their prefix, lines count from 1. */
export interface Handler {
  open?(name: string, attributes: Attributes, line: number): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** So much may come without an element beginning or ending: what is longer is no cell. */
const LONGEST_TEXT = 1024 * 1024;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML as a stream, and gives way after every piece. A document type, and with it every entity, is refused.
 *
 * @throws {HanlianError} UPLOAD_UNREADABLE, UPLOAD_UNSAFE
 */
export async function* parseXml(pieces: AsyncIterable<string>, handler: Handler): AsyncGenerator<void> {
  let sinceEvent = 0;
  const parser = new SaxesParser();
  const text = (said: string): void => handler.text?.(said);
  parser.on('doctype', () => {
    throw unsafe('The file declares a document type');
  });
  parser.on('error', (cause) => {
    throw unreadable('The file is not well-formed XML', parser.line, cause);
  });
  parser.on('opentag', ({ name, attributes }) => {
    sinceEvent = 0;
    handler.open?.(local(name), attributes, parser.line);
  });
  parser.on('closetag', ({ name }) => {
    sinceEvent = 0;
    handler.close?.(local(name));
  });
  parser.on('text', text);
  parser.on('cdata', text);
  try {
    for await (const piece of pieces) {
      sinceEvent += piece.length;
      if (sinceEvent > LONGEST_TEXT + piece.length) throw unsafe('A text of the file has no end');
      parser.write(piece);
      yield;
    }
    parser.close();
    yield;
  } catch (error) {
    throw error instanceof HanlianError ? error : unreadable('The file is no XML', undefined, error);
  }
}

/** Reads a whole part. */
export async function readXml(pieces: AsyncIterable<string>, handler: Handler): Promise<void> {
  const parsed = parseXml(pieces, handler);
  while ((await parsed.next()).done !== true);
}
