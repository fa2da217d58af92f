import { createHash } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { RequestHandler } from 'express';
import type { Idempotency } from '../services/types.js';

const KEY = /^[\x21-\x7e]{1,128}$/;

/** Every authenticated write names itself, so that sending it again does it once. */
export const requireIdempotencyKey: RequestHandler = (request, response, next) => {
  const key = request.headers['idempotency-key'];
  if (key === undefined) {
    throw new HanlianError('IDEMPOTENCY_KEY_MISSING', 'A write needs an Idempotency-Key header', {
      field: 'Idempotency-Key',
    });
  }
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new HanlianError('FIELD_INVALID', 'The Idempotency-Key is not acceptable', {
      field: 'Idempotency-Key',
      expected: '1 to 128 visible ASCII characters',
    });
  }
  response.locals.idempotencyKey = key;
  next();
};

/** What a key stands for: the address and precondition as well as the body's bytes, so that it fits one act only. */
export function onceOf(key: string, path: string, ifMatch: string | undefined, bytes: Buffer): Idempotency {
  const digest = createHash('sha256');
  digest.update(`${path}\n${ifMatch ?? ''}\n`).update(bytes);
  return { key, bodyDigest: digest.digest('base64url') };
}
