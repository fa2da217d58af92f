import { canonicalize, utf8Encode } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import type { JsonValue } from '../json.js';
import { leafHash } from '../merkle/index.js';
import type { Instant } from '../time/index.js';

/** What a batch binds of one certificate. Digests are base64url texts, as records hold them. */
export interface BatchEntry {
  readonly certificateId: string;
  /** The document root of the same suite as the batch's tree. */
  readonly documentRoot: string;
  readonly commitment: string;
  readonly effectiveFrom: Instant;
  /** null: no end. */
  readonly effectiveTo: Instant | null;
  /** For a certificate that existed before: the digest of where it came from, and its past as the department asserts it. */
  readonly past?: { readonly origin: string | null; readonly asserted: readonly JsonValue[] };
}

/**
 * The leaf hash of a batch entry: H(0x00 ‖ JCS([certificateId, documentRoot, commitment, effectiveFrom, effectiveTo])),
 * with origin and asserted past as two more members where it has them.
 */
export function batchEntryLeaf(digest: Digest, entry: BatchEntry): Uint8Array {
  const { certificateId, documentRoot, commitment, effectiveFrom, effectiveTo, past } = entry;
  const members = [certificateId, documentRoot, commitment, effectiveFrom, effectiveTo];
  const all = past === undefined ? members : [...members, past.origin, past.asserted];
  return leafHash(digest, utf8Encode(canonicalize(all)));
}
