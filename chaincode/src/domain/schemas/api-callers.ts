import { z } from 'zod';
import { pageOf, pageQuery, when } from './api-common.js';

/** By what a caller may prove who it is: an API key, a client certificate (mutual TLS), or tokens it signs (JWT). */
export const credentialKind = z.enum(['key', 'certificate', 'token']);

/** When it was made, in base 36, and 128 random bits: the order of ids is that of making. */
export const credentialId = z.string().regex(/^[0-9a-z]{7}-[A-Za-z0-9_-]{22}$/);

export const callerId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);

/** A scope by its name: `license:issue`. */
export const scopeName = z.string().regex(/^[a-z]{1,20}:[A-Za-z]{1,40}$/);

/** Only signatures by a private key count: with a shared secret the hub could sign for the caller. */
export const TOKEN_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256'] as const;

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{1,1400}$/);
const named = {
  kid: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  use: z.literal('sig').optional(),
};
/** A public key (RFC 7517, RFC 7518 §6, RFC 8037). A private or a secret member is an unknown field. */
export const publicJwk = z.discriminatedUnion('alg', [
  z.strictObject({
    ...named,
    kty: z.literal('EC'),
    alg: z.literal('ES256'),
    crv: z.literal('P-256'),
    x: coordinate,
    y: coordinate,
  }),
  z.strictObject({
    ...named,
    kty: z.literal('EC'),
    alg: z.literal('ES384'),
    crv: z.literal('P-384'),
    x: coordinate,
    y: coordinate,
  }),
  z.strictObject({
    ...named,
    kty: z.literal('OKP'),
    alg: z.literal('EdDSA'),
    crv: z.literal('Ed25519'),
    x: coordinate,
  }),
  z.strictObject({
    ...named,
    kty: z.literal('RSA'),
    alg: z.literal('PS256'),
    n: coordinate,
    e: coordinate,
  }),
]);

/** What every new credential says; without `scopes` it grants what the one it is made with grants. */
const described = {
  name: z.string().min(1).max(100),
  scopes: z.array(scopeName).min(1).max(100).optional(),
  expiresAt: when.optional(),
};
export const credentialInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), ...described }),
  z.strictObject({
    kind: z.literal('certificate'),
    ...described,
    /** PEM. It must chain to an authority the hub trusts for its callers. */
    certificate: z.string().min(1).max(16_384),
  }),
  z.strictObject({
    kind: z.literal('token'),
    ...described,
    jwks: z.strictObject({ keys: z.array(publicJwk).min(1).max(8) }),
  }),
]);

/** `ending`: replaced, and good until `expiresAt`. */
export const credentialState = z.enum(['active', 'ending', 'expired', 'revoked']);

export const credentialAnswer = z.strictObject({
  id: credentialId,
  kind: credentialKind,
  caller: callerId,
  name: z.string(),
  state: credentialState,
  /** What it grants now. */
  scopes: z.array(z.string()),
  createdAt: z.string(),
  /** The credential it was made with; absent for a caller's first. */
  createdWith: credentialId.optional(),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  /** The key that takes its place. */
  replacedBy: credentialId.optional(),
  /** Of a certificate: SHA-256 of its DER form, in hexadecimal. */
  fingerprint: z.string().optional(),
  /** Of tokens: the names of the keys that may sign them. */
  kids: z.array(z.string()).optional(),
  /** The key itself, in the one answer that makes it: the hub keeps only its digest. */
  key: z.string().optional(),
  /** What was made with it, and with those, and is revoked with it: in the answer that revokes them. */
  fell: z.array(credentialId).optional(),
});
export const credentialPage = pageOf(credentialAnswer);

/** `caller`: another's, for who oversees them; one's own when absent. */
export const credentialQuery = pageQuery.extend({
  cursor: credentialId.optional(),
  caller: callerId.optional(),
});

/** How long the old key stays good, in seconds: up to 30 days, and a day when it is not said. */
export const rotateInput = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * 24 * 60 * 60)
    .default(24 * 60 * 60),
});
/** What becomes of those made with it, directly or not. */
export const revokeCredentialInput = z.strictObject({
  madeWith: z.enum(['keep', 'revoke']).default('keep'),
});
export const expireInput = z.strictObject({ expiresAt: when });

export type CredentialKind = z.infer<typeof credentialKind>;
export type CredentialState = z.infer<typeof credentialState>;
export type CredentialInput = z.infer<typeof credentialInput>;
export type CredentialAnswer = z.infer<typeof credentialAnswer>;
export type CredentialQuery = z.infer<typeof credentialQuery>;
export type RotateInput = z.infer<typeof rotateInput>;
export type RevokeCredentialInput = z.infer<typeof revokeCredentialInput>;
export type ExpireInput = z.infer<typeof expireInput>;
export type PublicJwk = z.infer<typeof publicJwk>;
