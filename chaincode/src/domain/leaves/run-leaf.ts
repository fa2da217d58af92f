import { formatCertificateIdentifier } from '../codes/index.js';
import type { Hashes } from '../hash.js';
import type { JsonValue } from '../json.js';
import type { RunLeaf } from '../schemas/license-requests.js';
import type { BatchEntry } from './batch.js';
import { batchEntryLeaf } from './batch.js';

type Past = Pick<BatchEntry, 'past'>;

/** What a certificate that existed before brings along; nothing for a new one. */
function pastOf({ origin, asserted }: RunLeaf): Past {
  if (origin === undefined && asserted === undefined) return {};
  const happenings = (asserted ?? []) as readonly Readonly<Record<string, JsonValue>>[];
  return { past: { origin: origin ?? null, asserted: happenings } };
}

/**
 * The two leaf hashes a certificate has in its batch's two trees: sealed by the hub, computed again by the contract
 * from what it is about to store.
 */
export function runLeafHashes(
  { sha256, sm3 }: Hashes,
  { type, issuer }: { readonly type: string; readonly issuer: string },
  leaf: RunLeaf,
): Record<keyof Hashes, Uint8Array> {
  const { serial, version, documentRoot, documentSm3Root, commitment, effectiveFrom, effectiveTo } = leaf;
  const certificateId = formatCertificateIdentifier({ type, issuer, serial, version });
  const bound = { certificateId, commitment, effectiveFrom, effectiveTo, ...pastOf(leaf) };
  return {
    sha256: batchEntryLeaf(sha256, { ...bound, documentRoot }),
    sm3: batchEntryLeaf(sm3, { ...bound, documentRoot: documentSm3Root }),
  };
}
