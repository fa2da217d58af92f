import { HanlianError } from '@hanlian/chaincode/domain';
import { SaxesParser } from 'saxes';
import { unreadable } from '../source.js';
import { unsafe } from './archive.js';

export type Attributes = Readonly<Record<string, string>>;

/** What a reader of a part wants to hear of; names are without their prefix. */
export interface Handler {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** So much may come without an element beginning or ending: what is longer is no cell. */
const LONGEST_TEXT = 1024 * 1024;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads a part as a stream, and gives way after every piece. A document type, and with it every entity, is refused.
 *
 * @throws {HanlianError} UPLOAD_UNREADABLE, UPLOAD_UNSAFE
 */
export async function* parseXml(bytes: AsyncIterable<Uint8Array>, handler: Handler): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let sinceEvent = 0;
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw unsafe('The file declares a document type');
  });
  parser.on('error', (cause) => {
    throw unreadable('A part of the file is not well-formed XML', undefined, cause);
  });
  parser.on('opentag', ({ name, attributes }) => {
    sinceEvent = 0;
    handler.open?.(local(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    sinceEvent = 0;
    handler.close?.(local(name));
  });
  parser.on('text', (text) => handler.text?.(text));
  try {
    for await (const piece of bytes) {
      sinceEvent += piece.length;
      if (sinceEvent > LONGEST_TEXT + piece.length) throw unsafe('A text of the file has no end');
      parser.write(decoder.decode(piece, { stream: true }));
      yield;
    }
    parser.write(decoder.decode()).close();
    yield;
  } catch (error) {
    throw error instanceof HanlianError ? error : unreadable('A part is not UTF-8', undefined, error);
  }
}

/** Reads a whole part. */
export async function readXml(bytes: AsyncIterable<Uint8Array>, handler: Handler): Promise<void> {
  const pieces = parseXml(bytes, handler);
  while ((await pieces.next()).done !== true);
}
