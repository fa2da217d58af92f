import { digestOf, saltedDigest } from '../digests.js';
import { base64urlDecode, base64urlEncode, canonicalize, utf8Encode } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import { leafHash, merkleRoot } from '../merkle/index.js';
import type {
  Acknowledgement,
  Query,
  QueryOpening,
  Receipt,
  SignedAcknowledgement,
  SignedReceipt,
} from '../schemas/receipts.js';

const DIGEST_BYTES = 32;

/** How far a chain has come: the last record's number and digest. */
export interface ChainHead {
  readonly seq: number;
  readonly digest: string;
}

/** Before a chain's first record. */
export const CHAIN_START: ChainHead = { seq: 0, digest: base64urlEncode(new Uint8Array(DIGEST_BYTES)) };

/** The bytes a department signs (RFC 8785): of a query, a record or an acknowledgement. */
export const receiptBytes = (said: Query | Receipt | Acknowledgement): Uint8Array =>
  utf8Encode(canonicalize(said));

/** What the next record names as `prev`, anchors cover, and acknowledgements sign: SHA-256 over record and signature. */
export const receiptDigest = (sha256: Digest, { record, signature }: SignedReceipt): string =>
  digestOf(sha256, { record, signature });

/** How far a chain has come with this record. */
export const headAfter = (sha256: Digest, signed: SignedReceipt): ChainHead => ({
  seq: signed.record.seq,
  digest: receiptDigest(sha256, signed),
});

/** Whether a record is the very next of a chain. */
export const isNext = ({ seq, digest }: ChainHead, { record }: SignedReceipt): boolean =>
  record.seq === seq + 1 && record.prev === digest;

/** What a commitment in a query stands for: SHA-256 of the RFC 8785 array of salt and value. */
export const partCommitment = (
  sha256: Digest,
  { salt, value }: { readonly salt: string; readonly value: string },
): string => saltedDigest(sha256, salt, value);

/** Whether subject and reason are the ones a query was signed for. */
export const opens = (sha256: Digest, query: Query, { subject, reason }: QueryOpening): boolean =>
  partCommitment(sha256, subject) === query.subject && partCommitment(sha256, reason) === query.reason;

/** What was given out, as the release record has it: without the salt, few values could be found by trying. */
export const responseDigest = (sha256: Digest, salt: string, rows: readonly object[]): string =>
  saltedDigest(sha256, salt, rows);

/** What an anchor holds of the records it covers: the root of RFC 6962 §2.1 with their digests as leaves, in order. */
export const receiptsRoot = (sha256: Digest, digests: readonly string[]): string => {
  const leaves = digests.map((digest) => leafHash(sha256, base64urlDecode(digest)));
  return base64urlEncode(merkleRoot(sha256, leaves));
};

/** Whether an acknowledgement is for that release. */
export const acknowledges = (
  sha256: Digest,
  { acknowledgement }: SignedAcknowledgement,
  release: SignedReceipt,
): boolean => acknowledgement.release === receiptDigest(sha256, release);
