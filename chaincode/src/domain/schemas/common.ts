import { z } from 'zod';
import type { JsonValue } from '../json.js';

/** Every stored record and request names the version of its shape. */
export const v1 = z.literal(1);

/** Any JSON value. */
export const jsonValue: z.ZodType<JsonValue> = z.json();

/** 32 bytes as base64url without padding: a digest, a Merkle root, a commitment, a transaction id. */
export const digest = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** 16 random bytes as base64url without padding: an intent, a batch id, a salt. */
export const random16 = z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/);

/** A UTC instant in whole seconds, from 1900 to 9999. */
export const instant = z.int().min(-2208988800).max(253402300799);

/** A unified social credit code (GB 32100-2015), shape only: `parseUscc` checks the characters. */
export const usccText = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);

/** A certificate type: the defining authority's USCC and three digits. */
export const typeCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}$/);

/** The serial part of a certificate identifier (GB/T 36904): letters and digits, upper case. */
export const serial = z.string().regex(/^[0-9A-Z]{1,64}$/);

/** The version part of a certificate identifier (GB/T 36904): `001` for a first issue. */
export const version = z.string().regex(/^(?!000)[0-9]{3}$/);

/** A division code (GB/T 2260). */
export const divisionCode = z.string().regex(/^[0-9]{6}$/);

export const mspId = z.string().regex(/^[A-Za-z][A-Za-z0-9.-]{0,62}$/);

/** A person in charge as the ledger knows one: an opaque id its department hands out, never a name. */
export const officerId = z.string().regex(/^[A-Z0-9]{4,22}$/);

export const bilingual = z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) });

/**
 * On what an act rests. `law` is a short public reference; `digest` is the salted digest of the decision's text,
 * which stays with the department.
 */
export const basis = z.strictObject({
  law: z.string().regex(/^[\p{L}\p{N} .,:;()（）《》〔〕第条款项号-]{1,40}$/u),
  digest,
});

/** A signature by a registered key over RFC 8785 bytes: base64url of the DER form (ECDSA, P-256, SHA-256). */
export const signatureText = z.string().regex(/^[A-Za-z0-9_-]{90,100}$/);

/** One of the two people of the two-person rule (经办, 审核), and that person's signature. */
export const officerSignature = z.strictObject({ officer: officerId, signature: signatureText });

export const twoPeople = z.strictObject({ preparer: officerSignature, reviewer: officerSignature });

/**
 * The SubjectPublicKeyInfo of an EC key on P-256 (RFC 5480), DER in base64url: always the same 27 bytes, then both
 * coordinates. Other encodings of a point would make two texts of one key, and so two people of one.
 */
export const publicKeyText = z
  .string()
  .regex(/^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9_-]{85}[AQgw]$/);

/** Texts of which none stands twice. */
export const eachOnce = <Text extends z.ZodType<string>>(texts: z.ZodArray<Text>): z.ZodArray<Text> =>
  texts
    .superRefine((values, context) => {
      const seen = new Set<string>();
      const repeated = values.findIndex((value) => seen.size === seen.add(value).size);
      if (repeated < 0) return;
      context.addIssue({ code: 'custom', path: [repeated], params: { expected: 'each of them once' } });
    })
    .meta({ uniqueItems: true });

/** What each stored record keeps of the write that made its present form. */
export const provenance = {
  /** How many writes the record has had before this one: the expected version a next write must name. */
  revision: z.int().min(0),
  intent: random16,
  tx: digest,
  /** The client's claimed time of the last write. */
  txTime: instant,
};

/** What each request that changes a record carries: the intent once, and the revision it was made against (absent: the record must not exist). */
export const change = {
  v: v1,
  intent: random16,
  expectedRevision: z.int().min(0).optional(),
};

export const pageRequest = {
  v: v1,
  limit: z.int().min(1).max(200),
  /** The opaque cursor the previous page ended with. */
  cursor: z.string().max(400).optional(),
};

export type Bilingual = z.infer<typeof bilingual>;
export type Basis = z.infer<typeof basis>;
export type TwoPeople = z.infer<typeof twoPeople>;
