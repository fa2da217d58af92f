import { api, HanlianError, parseJson, schemas, type JsonValue } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { documentStatus } from '../status-list/profile.js';

/** The name of this format. A later one gets another name, and its reader stands beside this one. */
export const FORMAT = 'hanlian-evidence/1';

const MAX_FIELDS = 60;
/** The largest document there is, as a file. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;
const MAX_DEPTH = 8;
/** A batch holds up to 10,000 certificates. */
const MAX_PATH = 14;

const { assertedTransition, sealedStatement, digest, instant, random16 } = schemas;
/** One more than there are fields: that of the place in the status list. */
const leaves = z
  .array(digest)
  .min(1)
  .max(MAX_FIELDS + 1);
const path = z.array(digest).max(MAX_PATH);

/** A field as it was issued. An optional field that was left empty is null: it has its leaf all the same. */
const disclosedField = z.strictObject({
  name: z.string().min(1).max(40),
  value: z.string().max(2000).nullable(),
  salt: random16,
});

/** A field of which only the name is told; its leaf hashes stand in `leaves`. */
const withheldField = z.strictObject({ name: disclosedField.shape.name, withheld: z.literal(true) });

/** Whose certificate it is. Without salt and holders it is a commitment only. */
const holder = z.union([
  z.strictObject({ commitment: digest, salt: random16, holders: z.array(api.holder).min(1).max(20) }),
  z.strictObject({ commitment: digest, withheld: z.literal(true) }),
]);

/** DER in base64 of the one spelling: bits beyond the last octet are zero (RFC 4648 §3.5). */
export const derText = (most: number): z.ZodType<string> =>
  z
    .base64()
    .min(1)
    .max(most)
    .refine((text) => Buffer.from(text, 'base64').toString('base64') === text);

/**
 * A certificate that carries its own evidence. Digests, roots and salts are base64url, instants UTC in seconds. Type and
 * issuer stand in `id`, the type's revision in `statement`: nothing is said twice that could then differ.
 */
export const evidenceDocument = z.strictObject({
  v: z.literal(FORMAT),
  /** GB/T 36904 identifier. */
  id: z.string().min(20).max(160),
  holder,
  /** In the order of the type's schema. */
  fields: z
    .array(z.union([disclosedField, withheldField]))
    .min(1)
    .max(MAX_FIELDS),
  validity: z.strictObject({ from: instant, to: instant.nullable() }),
  /** Where lists tell its status; its leaf comes after those of the fields. Absent in documents from before there were any. */
  status: documentStatus.optional(),
  /** Every field's leaf hash, withheld or not: by them a change is found out to the field. */
  leaves: z.strictObject({ sha256: leaves, sm3: leaves }),
  /** Where the certificate stands in its batch, and the way from there to the batch's roots (RFC 6962). */
  inclusion: z.strictObject({ index: z.int().min(0).max(9999), path, sm3Path: path }),
  /** Of a certificate that existed before the hub: the digest of its origin, and its past as the department asserts it. */
  past: z
    .strictObject({ origin: digest.optional(), asserted: z.array(assertedTransition).max(8).optional() })
    .optional(),
  statement: sealedStatement,
  /** CMS SignedData over the RFC 8785 bytes of `statement`, DER in base64, with the seal certificate and its chain. */
  seal: derText(90_000),
  /** The same over the same bytes in SM2 (GB/T 35275); present exactly where the statement declares its key. */
  sm2Seal: derText(90_000).optional(),
  anchor: z.strictObject({
    channel: z.string().min(1).max(249),
    chaincode: z.string().min(1).max(128),
    transactionId: z.string().min(1).max(128),
    block: z.int().min(0).optional(),
  }),
  /** The RFC 3161 token over the seal's signature value (CAdES T), DER in base64; null: not stamped. */
  stamp: z.strictObject({ token: derText(44_000) }).nullable(),
  /**
   * How the seals' certificates stood when it was stamped: OCSP answers or revocation lists, DER in base64. Absent: none
   * were kept.
   */
  revocation: z.array(derText(44_000)).min(1).max(8).optional(),
  /** That the issue stands in the log: the entry, and its proof under a checkpoint others signed. null: none yet. */
  logProof: api.logProofEvidence.nullable(),
});

export type EvidenceDocument = z.infer<typeof evidenceDocument>;
/** A document without what its batch and the ledger add. */
export type Evidence = Omit<EvidenceDocument, 'statement' | 'seal' | 'sm2Seal' | 'anchor'>;
export type DocumentField = EvidenceDocument['fields'][number];
export type DisclosedField = z.infer<typeof disclosedField>;

export const isDisclosed = (field: DocumentField): field is DisclosedField => !('withheld' in field);

/**
 * Takes a parsed JSON value for a document, strictly: nothing unknown, nothing twice.
 * @throws {HanlianError} DOCUMENT_VERSION_UNKNOWN, DOCUMENT_MALFORMED with `field`
 */
export const parseDocument = (value: JsonValue): EvidenceDocument => {
  const version = versionOf(value);
  if (version !== FORMAT) {
    throw new HanlianError('DOCUMENT_VERSION_UNKNOWN', 'This is not a document of a format known here', {
      field: 'v',
      expected: FORMAT,
    });
  }
  const result = evidenceDocument.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw malformed(issue?.message ?? 'The document does not follow its schema', issue?.path.join('.'));
  }
  const names = result.data.fields.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw malformed('A field stands twice', `fields.${twice}`);
  return result.data;
};

/**
 * Reads a document from its JSON text or bytes.
 * @throws {HanlianError} as `parseJson` and `parseDocument` do
 */
export const readDocument = (source: string | Uint8Array): EvidenceDocument =>
  parseDocument(readDocumentJson(source));

/**
 * Reads a document's JSON without looking what it says.
 * @throws {HanlianError} as `parseJson` does
 */
export const readDocumentJson = (source: string | Uint8Array): JsonValue =>
  parseJson(source, { maxBytes: MAX_DOCUMENT_BYTES, maxDepth: MAX_DEPTH });

/** The identifier that a document's bytes name, right or wrong; undefined for what is no document. */
export const identifierIn = (source: Uint8Array): string | undefined => {
  try {
    const value = readDocumentJson(source);
    const id = value instanceof Object && 'id' in value ? value.id : undefined;
    return typeof id === 'string' ? id : undefined;
  } catch (error) {
    if (error instanceof HanlianError) return undefined;
    throw error;
  }
};

const versionOf = (value: JsonValue): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, JsonValue>).v
    : undefined;

const malformed = (message: string, field = ''): HanlianError =>
  new HanlianError('DOCUMENT_MALFORMED', message, { field });
