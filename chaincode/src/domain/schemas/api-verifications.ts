import { z } from 'zod';
import { AN_IDENTIFIER, evidenceDocument, holder, identifier } from './api-certificate.js';
import { bilingualText, when } from './api-common.js';
import { digest, jsonValue, publicKeyText, random16, typeCode } from './common.js';

/** Almost 6 MiB in base64. */
export const FILE_TEXT = 8_380_000;

/** What a verifier expects of a presentation besides: the nonce it drew. */
const expectedPresentation = {
  nonce: z.string().min(8).max(128).optional(),
};

/** To whom a presentation is made or who reads a credit report, the caller's department when absent; for which application it must be: its number, and the salt the bank drew for it. */
const expectedGrant = {
  audience: z.string().min(1).max(200).optional(),
  application: z.strictObject({ number: z.string().min(1).max(100), salt: random16 }).optional(),
};

/** By a file, a whole evidence document, a credit report as a pull answers it, or by identifier with a field to match. */
export const verificationInput = z.union([
  z.strictObject({ document: evidenceDocument, at: when.optional() }),
  z.strictObject({
    report: z.record(z.string(), jsonValue).meta({ description: 'A credit report' }),
    ...expectedGrant,
    at: when.optional(),
  }),
  z.strictObject({
    /** A file or a presentation of any form known here, base64: told by its content. */
    file: z.base64().min(1).max(FILE_TEXT),
    ...expectedPresentation,
    ...expectedGrant,
    at: when.optional(),
  }),
  z.strictObject({
    // Of any form: one that is none gets the answer of one that nobody has.
    id: z
      .string()
      .min(20)
      .max(160)
      .meta({ examples: [AN_IDENTIFIER] }),
    match: z.record(z.string().max(40), z.string().max(2000)).optional(),
    at: when.optional(),
  }),
]);
export const checkResult = z.strictObject({
  name: z.enum([
    'file',
    'integrity',
    'seal',
    'stamp',
    'issuer',
    'anchor',
    'status',
    'validity',
    'presentation',
    'agreement',
    'completeness',
    'freshness',
    'grant',
    'evaluation',
  ]),
  status: z.enum(['VALID', 'INVALID', 'ERROR', 'SKIPPED']),
  code: z.string(),
  message: bilingualText,
  /** Of `status`: who told it. A document never tells its own. */
  source: z.enum(['ledger', 'log', 'list']).optional(),
});
/** What a VALID SD-JWT disclosed; what is absent was kept back. */
export const presentedAnswer = z.strictObject({
  license: identifier,
  type: typeCode,
  fields: z.record(z.string(), z.string().nullable()),
  facts: z.record(z.string(), z.boolean().nullable()),
  holders: z.array(holder).optional(),
  validOn: z.iso.date().nullable().optional(),
  purpose: z.string().optional(),
  expiresAt: z.string().optional(),
});
const fileVerification = z.strictObject({
  file: z.string(),
  verdict: z.enum(['VALID', 'INVALID', 'UNKNOWN']),
  checks: z.array(checkResult),
  presented: presentedAnswer.optional(),
});
export const verificationAnswer = z.strictObject({
  verdict: z.enum(['VALID', 'INVALID', 'UNKNOWN']),
  checks: z.array(checkResult),
  presented: presentedAnswer.optional(),
  /** Of a batch: each document by its name there. The verdict over all is the worst. */
  files: z.array(fileVerification).optional(),
});

/**
 * A certificate as SD-JWT. `holderKey`: the bound key with which its holder will show it; of a natural person the ledger
 * has a digest only, and key and salt come along. `validOn`: the day that the fact of that name is about; today if absent.
 */
export const sdJwtInput = z.strictObject({
  holderKey: z
    .strictObject({
      id: digest,
      person: z.strictObject({ publicKey: publicKeyText, salt: random16 }).optional(),
    })
    .optional(),
  validOn: z.iso.date().optional(),
});
export const sdJwtAnswer = z.strictObject({ sdJwt: z.string() });

export type VerificationInput = z.infer<typeof verificationInput>;
export type SdJwtAnswer = z.infer<typeof sdJwtAnswer>;
export type SdJwtInput = z.infer<typeof sdJwtInput>;
export type VerificationAnswer = z.infer<typeof verificationAnswer>;
export type CheckResult = z.infer<typeof checkResult>;
