import { verify, type KeyObject } from 'node:crypto';
import { HanlianError, parseJson, type JsonObject } from '@hanlian/chaincode/domain';
import { pairOf } from '../asn1/ecdsa.js';
import type { Sealer } from '../seal/sealer.js';
import { malformed } from './fault.js';

/** The one algorithm of our profile (RFC 7518 §3.4). */
export const ALGORITHM = 'ES256';
const SIGNATURE_BYTES = 64;
const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 8;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** A JWT in its compact form (RFC 7515 §3.1), taken apart; nothing of it is checked yet. */
export interface CompactJwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** What the signature is over. */
  readonly input: Buffer;
  readonly signature: Buffer;
}

/** Signs a JWT by a key on P-256. */
export const signJwt = async (
  { sign }: Pick<Sealer, 'sign'>,
  header: JsonObject,
  payload: JsonObject,
): Promise<string> => {
  const input = `${encodeJson({ alg: ALGORITHM, ...header })}.${encodeJson(payload)}`;
  const signature = pairOf(await sign(Buffer.from(input)));
  return `${input}.${signature.toString('base64url')}`;
};

/** Throws SdJwtFault. */
export const readJwt = (text: string, what: string, maxBytes = MAX_BYTES): CompactJwt => {
  const [header = '', payload = '', signature = '', ...more] = text.split('.');
  if (more.length > 0) throw malformed(what);
  return {
    header: readObject(header, what),
    payload: readObject(payload, what, maxBytes),
    input: Buffer.from(`${header}.${payload}`),
    signature: decodeBase64url(signature, what),
  };
};

/** Whether the signature is the key's, which must be one on P-256. */
export const isSignedBy = ({ input, signature }: CompactJwt, key: KeyObject): boolean =>
  key.asymmetricKeyDetails?.namedCurve === 'prime256v1' &&
  signature.length === SIGNATURE_BYTES &&
  verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature);

export const encodeJson = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** Of the one spelling: no padding, bits beyond the last octet zero. Throws SdJwtFault. */
export const decodeBase64url = (text: string, what: string): Buffer => {
  const bytes = Buffer.from(text, 'base64url');
  if (!BASE64URL.test(text) || bytes.toString('base64url') !== text) throw malformed(what);
  return bytes;
};

/** JSON without anything twice (RFC 7519 §4). Throws SdJwtFault. */
export const readEncodedJson = (text: string, what: string, maxBytes = MAX_BYTES): unknown => {
  try {
    return parseJson(decodeBase64url(text, what), { maxBytes, maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    throw malformed(what);
  }
};

const readObject = (text: string, what: string, maxBytes?: number): JsonObject => {
  const value = readEncodedJson(text, what, maxBytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(what);
  return value as JsonObject;
};
