import type { IncomingMessage } from 'node:http';
import { HanlianError, parseJson } from '@hanlian/chaincode/domain';
import type { JsonValue } from '@hanlian/chaincode/domain';
import type { RequestHandler } from 'express';

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

/** Bodies a little over their limit are read to their end and dropped; beyond this the connection is closed. */
const WORTH_DRAINING = 32 * 1024 * 1024;

/** How deep a request may nest; its schemas need far less. */
const MAX_DEPTH = 32;

/** @throws {HanlianError} CONTENT_TYPE_UNSUPPORTED: what is compressed may be of any size */
export function requireIdentity({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new HanlianError('CONTENT_TYPE_UNSUPPORTED', 'Compressed bodies are not taken', {
      field: 'Content-Encoding',
      expected: 'identity',
    });
  }
}

function requireMedia(request: IncomingMessage, media: string | undefined): void {
  requireIdentity(request);
  const given = request.headers['content-type'] ?? '';
  if (media === undefined ? JSON_TYPE.test(given) : given.toLowerCase() === media) return;
  const expected = media ?? 'application/json';
  throw new HanlianError('CONTENT_TYPE_UNSUPPORTED', `The body must be ${expected}, and text in UTF-8`, {
    field: 'Content-Type',
    expected,
  });
}

const tooLarge = (limit: number): HanlianError =>
  new HanlianError('BODY_TOO_LARGE', `The body is over ${limit} bytes`, { field: 'body', expected: limit });

/** @throws {HanlianError} BODY_TOO_LARGE for a length that is announced */
export function requireSize(request: IncomingMessage, limit: number): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
}

/** The body's bytes; what comes after the limit is dropped unread. */
const collect = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(tooLarge(limit));
      }
    });
    request.on('end', () => {
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    request.on('error', (cause) => {
      reject(new HanlianError('REQUEST_MALFORMED', 'The body broke off', {}, { cause }));
    });
  });

/** Takes a body of this type, JSON when absent, and of at most `limit` bytes, without looking inside. */
export const readBody =
  (limit: number, media?: string): RequestHandler =>
  async (request, response, next) => {
    if (Number(request.headers['content-length'] ?? 0) > WORTH_DRAINING) {
      response.setHeader('Connection', 'close');
    }
    requireMedia(request, media);
    requireSize(request, limit);
    if (request.headers.expect !== undefined) response.writeContinue();
    response.locals.bytes = await collect(request, limit);
    next();
  };

/** zod drops a record's `__proto__` member silently; a signed text must not lose a field so. */
const namesProto = (value: JsonValue): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (Object.hasOwn(value, '__proto__') || Object.values(value).some(namesProto));

/**
 * The JSON value of a body.
 *
 * @throws {HanlianError} UTF8_INVALID, JSON_INVALID, JSON_DUPLICATE_KEY, JSON_TOO_DEEP or FIELD_UNKNOWN
 */
export function bodyValue(bytes: Buffer): JsonValue {
  const value = parseJson(bytes, { maxDepth: MAX_DEPTH });
  if (namesProto(value)) {
    throw new HanlianError('FIELD_UNKNOWN', 'No field may be named __proto__', { field: '__proto__' });
  }
  return value;
}
