import { HanlianError, type Instant, type JsonObject } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { keyDigestOf, readCertificate } from '../seal/certificate.js';
import type { Sealer } from '../seal/sealer.js';
import type { VerifiedSeal } from '../seal/verified.js';
import { ALGORITHM, isSignedBy, signJwt, type CompactJwt } from './jws.js';

/** The seal's certificate, then those above it without the root; DER in base64 (RFC 7515 §4.1.6). */
export const x5c = z.array(z.base64().min(1).max(8000)).min(1).max(4);

/** The certificates of an `x5c`, DER. */
export const certificatesOf = (encoded: readonly string[]): readonly Buffer[] =>
  encoded.map((certificate) => Buffer.from(certificate, 'base64'));

/**
 * A JWT under a department's seal, whose certificates it carries.
 * @throws {HanlianError} FIELD_INVALID for a seal that is not on P-256
 */
export const sealJwt = async (sealer: Sealer, typ: string, payload: JsonObject): Promise<string> => {
  if (sealer.algorithm !== ALGORITHM) {
    throw new HanlianError('FIELD_INVALID', 'A JWT is sealed by a key on P-256', { field: 'sealer' });
  }
  const chain = sealer.chain.map((certificate) => Buffer.from(certificate).toString('base64'));
  return signJwt(sealer, { typ, x5c: chain }, payload);
};

/**
 * The seal that a JWT's signature is, by the first of its certificates; undefined: the signature is another key's.
 * Throws DerError where that certificate is none.
 */
export const sealOfJwt = (
  jwt: CompactJwt,
  certificates: readonly Buffer[],
  signedAt: Instant,
): VerifiedSeal | undefined => {
  const [own] = certificates as [Buffer];
  const certificate = readCertificate(own);
  if (!isSignedBy(jwt, certificate.publicKey)) return undefined;
  return {
    ok: true,
    certificate,
    certificates,
    keyDigest: keyDigestOf(own),
    signature: jwt.signature,
    signedAt: new Date(signedAt * 1000),
  };
};
