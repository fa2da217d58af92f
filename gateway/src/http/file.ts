import type { IncomingMessage } from 'node:http';
import { HanlianError, type UploadFormat } from '@hanlian/chaincode/domain';
import type { Request, RequestHandler } from 'express';
import { MOST_BYTES } from '../services/uploads/files.js';
import { ENCODINGS } from '../services/uploads/formats/text.js';
import { MEDIA } from '../services/uploads/rejects.js';
import type { Upload } from '../services/types.js';
import { requireIdentity, requireSize } from './body.js';

const FORMATS: ReadonlyMap<string, UploadFormat> = new Map(
  (Object.entries(MEDIA) as [UploadFormat, string][]).map(([format, media]) => [media, format]),
);
const TYPE = /^([a-z0-9/.+-]+)\s*(?:;\s*charset="?([a-z0-9-]+)"?\s*)?$/i;

/** The types of file an endpoint takes. */
export const FILE_TYPES: readonly string[] = [...FORMATS.keys()];

function unsupported(field: string, expected: readonly string[]): HanlianError {
  const message = `The ${field} must be one of ${expected.join(', ')}`;
  return new HanlianError('CONTENT_TYPE_UNSUPPORTED', message, { field: 'Content-Type', expected });
}

/** GBK and GB2312 are parts of GB18030. */
const ENCODING_OF: Readonly<Record<string, (typeof ENCODINGS)[number]>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
};

/** Whether a file may be in either encoding: JSON lines are UTF-8, and a workbook says itself. */
const isText = (format: UploadFormat): boolean => format === 'csv' || format === 'xml';

/** What kind of file the headers announce. @throws {HanlianError} CONTENT_TYPE_UNSUPPORTED */
function announced({ headers }: IncomingMessage): Omit<Upload, 'bytes'> {
  const [, media = '', charset] = TYPE.exec(headers['content-type'] ?? '') ?? [];
  const format = FORMATS.get(media.toLowerCase());
  if (format === undefined) throw unsupported('Content-Type', FILE_TYPES);
  if (charset === undefined) return { format };
  const encoding = ENCODING_OF[charset.toLowerCase()];
  if (encoding === undefined || (format === 'jsonl' && encoding !== 'utf-8'))
    throw unsupported('charset', ENCODINGS);
  return { format, ...(isText(format) && { encoding }) };
}

async function* bytesOf(request: IncomingMessage, atEnd: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* request as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new HanlianError('REQUEST_MALFORMED', 'The body broke off', {}, { cause });
  }
  atEnd();
}

/** Refuses a file by what its headers say; its bytes are left to the handler. */
export const announceFile: RequestHandler = (request, response, next) => {
  requireIdentity(request);
  announced(request);
  // A file that is refused half way is not read to its end.
  response.once('finish', () => {
    if (!request.readableEnded) request.socket.end();
  });
  requireSize(request, MOST_BYTES);
  if (request.headers.expect !== undefined) response.writeContinue();
  next();
};

/** `atEnd` may refuse the file once all of it is there. */
export const fileIn = (request: Request, atEnd: () => void): Upload => ({
  ...announced(request),
  bytes: bytesOf(request, atEnd),
});
