import { createPublicKey, type KeyObject } from 'node:crypto';
import { api, schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { statusEntries } from '../status-list/entry.js';
import { ALGORITHM } from './jws.js';
import { x5c } from './sealed-jwt.js';

/**
 * Our profile of SD-JWT VC: every field of the type, every fact of it, the holders and the day it was good on are
 * disclosures, one digest each and no decoys, so that nothing can be hidden beyond the type's schema or added to it.
 */
export const CREDENTIAL_TYPE = 'dc+sd-jwt';
export const KEY_BINDING_TYPE = 'kb+jwt';
/** How long a presentation is good for, in seconds. */
export const PRESENTATION_SECONDS = 300;
/** How far a holder's clock may be ahead. */
export const CLOCKS_DIFFER = 60;

const { digest, instant, typeCode } = schemas;
const coordinate = schemas.digest;
const digests = (most: number): z.ZodType<{ _sd: string[] }> =>
  z.strictObject({ _sd: z.array(digest).min(1).max(most) });

const publicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
});

/** Header of the issuer's JWT. `alg` is judged with the signature. */
export const credentialHeader = z.strictObject({
  alg: z.string().max(40),
  typ: z.literal(CREDENTIAL_TYPE),
  x5c,
});

export const credentialPayload = z.strictObject({
  /** The certificate type's code, which begins with the USCC of the authority that defines it. */
  vct: typeCode,
  typeRevision: z.int().min(0).max(999_999),
  /** GB/T 36904 identifier. */
  license: z.string().min(20).max(160),
  iat: instant,
  nbf: instant,
  /** The first instant after its validity; absent: no end. */
  exp: instant.optional(),
  cnf: z.strictObject({ jwk: publicJwk }).optional(),
  /** Where its status is published (W3C Bitstring Status List §2.1). */
  credentialStatus: statusEntries.optional(),
  _sd_alg: z.literal('sha-256'),
  /** Of the holders and of the day it was good on. */
  _sd: z.array(digest).length(2),
  fields: digests(60),
  facts: digests(16).optional(),
});

export const keyBindingHeader = z.strictObject({
  alg: z.literal(ALGORITHM),
  typ: z.literal(KEY_BINDING_TYPE),
});

export const keyBindingPayload = z.strictObject({
  iat: instant,
  exp: instant,
  aud: z.string().min(1).max(200),
  nonce: z.string().min(8).max(128),
  /** What it is shown for (用途), as the verifier told the holder. */
  purpose: z.string().min(1).max(200),
  sd_hash: digest,
});

/** What may be disclosed, by its place in the payload. */
export const DISCLOSED = {
  holders: z.array(api.holder).min(1).max(20),
  /** The day, of those at export, on which the certificate was in force by the ledger; null: it was not. */
  validOn: z.iso.date().nullable(),
  field: z.string().max(2000).nullable(),
  fact: z.boolean().nullable(),
} as const;

export type CredentialPayload = z.infer<typeof credentialPayload>;
export type KeyBindingPayload = z.infer<typeof keyBindingPayload>;
export type PublicJwk = z.infer<typeof publicJwk>;

/** The claims in the order in which they are signed: what was left out of a text is put back to the very bytes. */
export const orderedClaims = (claims: CredentialPayload): CredentialPayload => {
  const { vct, typeRevision, license, iat, nbf, exp, cnf, credentialStatus, _sd, fields, facts } = claims;
  return {
    vct,
    typeRevision,
    license,
    iat,
    nbf,
    ...(exp !== undefined && { exp }),
    ...(cnf && { cnf }),
    ...(credentialStatus && { credentialStatus }),
    _sd_alg: 'sha-256',
    _sd,
    fields,
    ...(facts && { facts }),
  };
};

/** The same of the holder's proof. */
export const orderedProof = (proof: KeyBindingPayload): KeyBindingPayload => {
  const { iat, exp, aud, nonce, purpose, sd_hash } = proof;
  return { iat, exp, aud, nonce, purpose, sd_hash };
};

/** The JWK of a public key on P-256, with no member beside those of RFC 7638. */
export const jwkOf = (key: KeyObject): PublicJwk => {
  const { x, y } = key.export({ format: 'jwk' });
  return publicJwk.parse({ kty: 'EC', crv: 'P-256', x, y });
};

/** Throws where the point is not on the curve. */
export const keyOfJwk = (jwk: PublicJwk): KeyObject => createPublicKey({ key: jwk, format: 'jwk' });
