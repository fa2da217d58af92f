import { canonicalize, schemas, utf8Encode } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { derText } from '../document/schema.js';

/** The name of this format. A later one gets another name, and its reader stands beside this one. */
export const REPORT_FORMAT = 'hanlian-credit-report/1';

/** The largest report there is, as a file. */
export const MAX_REPORT_BYTES = 4 * 1024 * 1024;
const MOST_FIELDS = 60;
/** Links of one set, and sets of one enterprise: its own and its predecessors'. */
const MOST_LINKS = 8192;
const MOST_SETS = 17;
const MOST_RULES = 64;

const { digest, instant, random16, recordProof, signedConsent, signedPull, subject } = schemas;

const inBothSuites = z.strictObject({ sha256: digest, sm3: digest });
const fieldName = z.string().min(1).max(40);

/** A field as its source registered it. */
const disclosedField = z.strictObject({
  name: fieldName,
  value: z.string().max(4000).nullable(),
  salt: random16,
});

/** A field the grant does not reach; its leaf hashes stand for it. */
const maskedField = z.strictObject({ name: fieldName, leaf: inBothSuites });

/** An entry of the ledger, and of its body what the grant reaches, in the order of its category. */
const shownEntry = z.strictObject({
  record: recordProof,
  fields: z
    .array(z.union([disclosedField, maskedField]))
    .min(1)
    .max(MOST_FIELDS),
});

/**
 * Why of a link nothing is told but that there is one: its entry is not published, it was corrected by a later link, or its
 * category was not granted.
 */
export const withheldReason = z.enum([
  ...schemas.publicationReason.exclude(['published', 'disputed']).options,
  'corrected',
  'notGranted',
]);

const withheldLink = z.strictObject({ link: inBothSuites, withheld: withheldReason });

/** One entry set, link by link in the order of its chain. */
const reportedSet = z.strictObject({
  subject,
  /** Without a value: nothing was ever registered of it. */
  head: recordProof,
  entries: z.array(z.union([shownEntry, withheldLink])).max(MOST_LINKS),
});

/**
 * A credit report that carries its own evidence. Digests and salts are base64url, instants UTC in seconds. Whose it is,
 * for whom, why and for which application stands in what was signed for it, what an entry says in its record on the
 * ledger: nothing is said twice that could then differ.
 */
export const creditReport = z.strictObject({
  v: z.literal(REPORT_FORMAT),
  id: random16,
  issuedAt: instant,
  /** The first instant at which it is to be asked for anew. */
  until: instant,
  /** What the enterprise signed, and its record on the ledger. */
  consent: z.strictObject({ signed: signedConsent, record: recordProof }),
  /** What the bank signed, and the slot it took for it. */
  pull: z.strictObject({ signed: signedPull, record: recordProof }),
  /** The checkpoint under whose state map all records are proven: a signed note with its cosignatures. */
  checkpoint: z.string().max(65536),
  /** The enterprise's own set first, then those of its predecessors. */
  sets: z.array(reportedSet).min(1).max(MOST_SETS),
  /** The rule sets by which entries are published, as registered. */
  rules: z.array(recordProof).min(1).max(MOST_RULES),
  /** The newest evaluation, where one is granted and there is one. */
  evaluation: recordProof.optional(),
  /** The rule set that evaluation was made by, as registered. */
  model: recordProof.optional(),
  /** SHA-256 of the SM2 seal's certificate; absent: there is no such seal. */
  sm2SealKey: digest.optional(),
  /** CMS SignedData over `sealedBytes`, DER in base64, with the seal certificate and its chain. */
  seal: derText(90_000),
  /** The same over the same bytes in SM2 (GB/T 35275). */
  sm2Seal: derText(90_000).optional(),
});

export type CreditReport = z.infer<typeof creditReport>;
/** A report before it is sealed. */
export type UnsealedReport = Omit<CreditReport, 'seal' | 'sm2Seal'>;
export type ReportedSet = z.infer<typeof reportedSet>;
export type ReportedEntry = ReportedSet['entries'][number];
export type ShownEntry = z.infer<typeof shownEntry>;
export type ReportedField = ShownEntry['fields'][number];
export type WithheldReason = z.infer<typeof withheldReason>;

export const isShown = (entry: ReportedEntry): entry is ShownEntry => 'record' in entry;
export const isMasked = (field: ReportedField): field is z.infer<typeof maskedField> => 'leaf' in field;

/** What the seals cover: the RFC 8785 bytes of all but themselves. */
export const sealedBytes = (report: UnsealedReport): Uint8Array => {
  const members = Object.entries(report).filter(([name]) => name !== 'seal' && name !== 'sm2Seal');
  return utf8Encode(canonicalize(Object.fromEntries(members)));
};

/** A report as a file: its RFC 8785 bytes, so that no two files are one report. */
export const reportFile = (report: CreditReport): Uint8Array => utf8Encode(canonicalize(report));

/** A report's version: the last of its members in canonical order, the first as it was answered. */
const MARK = '"hanlian-credit-report/';
const WITHIN = 64;

/** Whether a file is a credit report of any version, by its content; also one that a program saved anew. */
export const isReport = (bytes: Uint8Array): boolean =>
  [bytes.subarray(0, WITHIN), bytes.subarray(-WITHIN)].some((part) =>
    Buffer.from(part).toString('latin1').includes(MARK),
  );
