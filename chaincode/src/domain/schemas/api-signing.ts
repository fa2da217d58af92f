import { z } from 'zod';
import { jsonValue, random16 } from './common.js';

/** Bytes in base64url, unpadded. */
const bytes = z.string().regex(/^[A-Za-z0-9_-]+$/);
const transactionId = z.string().regex(/^[0-9a-f]{64}$/);
const stage = z.enum(['proposal', 'transaction']);

/**
 * A certificate for a key that stays with its caller: a request (PKCS #10, PEM) for a P-256 key, signed by it. The
 * request's common name is the caller's id, a hyphen and `name`; each key takes a new name.
 */
export const identityInput = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,32}$/),
  request: z.string().min(1).max(8192),
});
export const identityAnswer = z.strictObject({
  /** The identity whose transactions the key signs from now on. */
  identity: z.string(),
  mspId: z.string(),
  /** PEM. */
  certificate: z.string(),
});

/** One thing to sign: ECDSA P-256 over SHA-256 of `message`, in DER. */
export const toSign = z.strictObject({
  step: z.int().min(0),
  /** First the proposal, then, once it is endorsed, the transaction. */
  stage,
  transactionId,
  /** What the ledger gets; whoever decodes Fabric's messages sees in it what `description` says. */
  bytes,
  /** The part of it the signature covers, and its SHA-256. */
  message: bytes,
  digest: bytes,
  expiresAt: z.string(),
  description: z.strictObject({
    channel: z.string(),
    chaincode: z.string(),
    function: z.string(),
    arguments: z.array(z.string()),
    timestamp: z.string(),
    mspId: z.string(),
    /** Of a transaction: who endorsed it, what the contract answered, and the keys it writes. */
    endorsed: z
      .strictObject({ endorsers: z.array(z.string()), result: z.string(), writes: z.array(z.string()) })
      .optional(),
  }),
});

/**
 * A write of a caller that keeps its own key. `working`: on its way to the ledger; `lapsed`: not signed in time;
 * `cancelled`: by its caller, or since what it says was overtaken. Of these two nothing is on the ledger, and nothing of
 * them is kept.
 */
export const signingAnswer = z.strictObject({
  id: random16,
  state: z.enum(['waiting', 'working', 'done', 'refused', 'lapsed', 'cancelled']),
  /** What waits for a signature now. */
  sign: z.array(toSign),
  /** When it lapses, unless it is signed by then. */
  lapsesAt: z.string().optional(),
  /** Once it is done: what it came to. The request itself, sent again with its Idempotency-Key, gives its whole answer. */
  outcome: z.record(z.string(), jsonValue).optional(),
  refusal: z.strictObject({ code: z.string(), detail: z.string() }).optional(),
});
export const signingPage = z.strictObject({ items: z.array(signingAnswer) });

/** Those still to be signed, unless others are asked for. */
export const signingQuery = z.strictObject({
  state: z.enum(['open', 'lapsed', 'cancelled']).default('open'),
});

export const signaturesInput = z.strictObject({
  signatures: z
    .array(z.strictObject({ transactionId, stage, signature: bytes.max(200) }))
    .min(1)
    .max(8),
});

export type IdentityInput = z.infer<typeof identityInput>;
export type IdentityAnswer = z.infer<typeof identityAnswer>;
export type ToSign = z.infer<typeof toSign>;
export type SigningAnswer = z.infer<typeof signingAnswer>;
export type SigningQuery = z.infer<typeof signingQuery>;
export type SignaturesInput = z.infer<typeof signaturesInput>;
