import { z } from 'zod';
import {
  digest,
  eachOnce,
  instant,
  pageRequest,
  provenance,
  random16,
  signatureText,
  usccText,
  v1,
} from './common.js';
import { demand, itemNames, lineOf, resourceCode } from './catalogue.js';
import { visibility } from './grants.js';
import { pullWindow } from './sharing.js';

/** 事项 and purpose in the words of the demand list, as grants have them. */
const { matter, purpose } = demand.shape;

/** Why somebody asks, in a sentence: mandatory, and kept like personal data, since people write names into it. */
export const reasonText = lineOf(200);
/** Whom the data is about: a USCC, a citizen number or what else the provider's source looks people up by. */
export const subjectText = lineOf(64);
/** A person at the requester as others may know one: a pseudonym its department can resolve. */
export const operatorName = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
export const systemName = lineOf(60);

/** A certificate in DER, base64: to its key the answer's rows are encrypted. */
export const recipientCertificate = z.base64().max(4000);

/**
 * What a requester's department signs (RFC 8785 bytes): who asks for what, for whom it acts and under which grant.
 * `subject` and `reason` are salted commitments; what they stand for travels beside the query, and can be erased.
 */
export const query = z.strictObject({
  v: v1,
  kind: z.literal('query'),
  id: random16,
  grant: random16,
  requester: usccText,
  /** The requester's exchange key in the registry. */
  key: digest,
  provider: usccText,
  resource: resourceCode,
  fields: itemNames,
  purpose,
  matter,
  subject: digest,
  reason: digest,
  operator: operatorName,
  system: systemName,
  encryptTo: recipientCertificate.optional(),
  issuedAt: instant,
});
export const signedQuery = z.strictObject({ query, signature: signatureText });

const opened = <S extends z.ZodType>(value: S): z.ZodObject<{ value: S; salt: typeof random16 }> =>
  z.strictObject({ value, salt: random16 });

/** What a query's commitments stand for: SHA-256 of the RFC 8785 array of salt and value, each. */
export const queryOpening = z.strictObject({ subject: opened(subjectText), reason: opened(reasonText) });

// ── the provider's records: one chain for each requester ───────────────────────────────────────────────────────

/** `prev` is the digest of the record before, 32 zero bytes before the first. */
const link = {
  v: v1,
  provider: usccText,
  requester: usccText,
  seq: z.int().min(1),
  prev: digest,
  /** The provider's exchange key that signs. */
  key: digest,
  at: instant,
};

/** The query as signed, before anything follows from it. */
export const requestReceipt = z.strictObject({ ...link, kind: z.literal('request'), asked: signedQuery });

/** Up to which block the provider's hub knew the ledger when it decided, and since when it knew no more. */
export const ledgerView = z.strictObject({ height: z.int().min(0), at: instant });

/** Which part of the grant's quota it used: the n-th use of a lease of a window. */
export const leaseUse = z.strictObject({
  window: pullWindow,
  index: z.int().min(1),
  use: z.int().min(1),
});

const judged = {
  /** Id of the query that is answered. */
  query: random16,
  grant: random16,
  /** Of the grant as the provider knew it; absent when it knew none. */
  grantRevision: z.int().min(0).optional(),
  view: ledgerView,
};

/** What was given out, before it is. */
export const releaseReceipt = z.strictObject({
  ...link,
  ...judged,
  kind: z.literal('release'),
  lease: leaseUse,
  fields: itemNames,
  rows: z.int().min(0),
  /** How many values the source gave that nobody asked for: they were taken out. */
  removed: z.int().min(0),
  /** SHA-256 of the RFC 8785 array of the answer's salt and rows. */
  responseDigest: digest,
  /** When those whom the data is about may see that it was read: the grant's own. */
  visibility,
});

/** That nothing was given out, and the code that says why. */
export const refusalReceipt = z.strictObject({
  ...link,
  ...judged,
  kind: z.literal('refusal'),
  code: z.string().regex(/^[A-Z][A-Z0-9_]{2,60}$/),
});

/** So many queries one receipt of a product names; what was made of more takes several. */
export const MOST_QUERIES = 1000;

/**
 * That a product made of what was released was handed on, before it is: by an operator of public data, who is the provider
 * here, to a recipient its grant names, the requester.
 */
export const onwardReceipt = z.strictObject({
  ...link,
  kind: z.literal('onward'),
  /** The operator's to draw, as the ids of its queries are. */
  id: random16,
  /** The grant it rests on, as the operator's hub knew it, by which view of the ledger. */
  grant: random16,
  grantRevision: z.int().min(0),
  view: ledgerView,
  /** The operator's own queries whose releases it was made of. */
  queries: eachOnce(z.array(random16).min(1).max(MOST_QUERIES)),
  /** What of the fields released is in it, or can be told from it. */
  fields: eachOnce(itemNames),
  /** SHA-256 of the product's bytes. */
  product: digest,
});

export const receipt = z.discriminatedUnion('kind', [
  requestReceipt,
  releaseReceipt,
  refusalReceipt,
  onwardReceipt,
]);
export const signedReceipt = z.strictObject({ record: receipt, signature: signatureText });
export const signedOnward = signedReceipt.extend({ record: onwardReceipt });

/**
 * The requester's word that it has the answer, or the product: outside of the chain, so that nobody can hold the chain up.
 */
export const acknowledgement = z.strictObject({
  v: v1,
  kind: z.literal('acknowledgement'),
  provider: usccText,
  requester: usccText,
  /** Id of the query, or of the handing on. */
  query: random16,
  /** Digest of the record of what was released, or handed on. */
  release: digest,
  key: digest,
  issuedAt: instant,
});
export const signedAcknowledgement = z.strictObject({ acknowledgement, signature: signatureText });

/** What an export holds, a line each: the records of a pair in order, and what the requester acknowledged. */
export const receiptLine = z.union([signedReceipt, signedAcknowledgement]);

// ── anchors ────────────────────────────────────────────────────────────────────────────────────────────────────

/** A stretch of one chain: from the record after the last anchored one. */
export const anchoredStretch = z.strictObject({
  requester: usccText,
  first: z.int().min(1),
  last: z.int().min(1),
  /** Digest of the last one. */
  head: digest,
  /** How many of them are queries, refusals and, where there are any, products handed on; the rest are releases. */
  calls: z.int().min(0),
  refusals: z.int().min(0),
  onward: z.int().min(1).optional(),
});

const anchored = {
  provider: usccText,
  stretches: z.array(anchoredStretch).min(1).max(200),
  /** RFC 6962 root over the digests of all records, stretch by stretch, each in order. */
  root: digest,
};

/** An anchor is made once: no revision of it is expected. */
export const anchorReceipts = z.strictObject({ v: v1, intent: random16, ...anchored, n: z.int().min(1) });

export const anchorRecord = z.strictObject({
  v: v1,
  ...anchored,
  n: z.int().min(1),
  ...provenance,
});

export const pageAnchors = z.strictObject({ ...pageRequest, provider: usccText });
export const anchorPage = z.strictObject({
  v: v1,
  anchors: z.array(anchorRecord),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

/** How far a pair's chain is anchored. */
export const anchoredHead = z.strictObject({ v: v1, last: z.int().min(1), head: digest, n: z.int().min(1) });

export type Query = z.infer<typeof query>;
export type SignedQuery = z.infer<typeof signedQuery>;
export type QueryOpening = z.infer<typeof queryOpening>;
export type LedgerView = z.infer<typeof ledgerView>;
export type LeaseUse = z.infer<typeof leaseUse>;
export type RequestReceipt = z.infer<typeof requestReceipt>;
export type ReleaseReceipt = z.infer<typeof releaseReceipt>;
export type RefusalReceipt = z.infer<typeof refusalReceipt>;
export type OnwardReceipt = z.infer<typeof onwardReceipt>;
export type Receipt = z.infer<typeof receipt>;
export type SignedReceipt = z.infer<typeof signedReceipt>;
export type SignedOnward = z.infer<typeof signedOnward>;
export type Acknowledgement = z.infer<typeof acknowledgement>;
export type SignedAcknowledgement = z.infer<typeof signedAcknowledgement>;
export type ReceiptLine = z.infer<typeof receiptLine>;
export type AnchoredStretch = z.infer<typeof anchoredStretch>;
export type AnchorReceipts = z.infer<typeof anchorReceipts>;
export type AnchorRecord = z.infer<typeof anchorRecord>;
export type AnchorPage = z.infer<typeof anchorPage>;
export type AnchoredHead = z.infer<typeof anchoredHead>;
