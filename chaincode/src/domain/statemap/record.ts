import { base64urlDecode, base64urlEncode, utf8Encode } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import type { RecordProof } from '../schemas/state-proof.js';
import { requireAbsent, requirePresent, type MapProof } from './proof.js';

/** A proof as it is handed out, with what it is for; without a value it is one of absence. */
export function recordProofOf(
  key: string,
  value: string | undefined,
  { depth, siblings, neighbour }: MapProof,
): RecordProof {
  return {
    key,
    ...(value !== undefined && { value }),
    depth,
    siblings: siblings.map(base64urlEncode),
    ...(neighbour !== undefined && {
      neighbour: { key: base64urlEncode(neighbour.key), value: base64urlEncode(neighbour.value) },
    }),
  };
}

/**
 * Requires what a record proof claims under a map root.
 *
 * @throws {HanlianError} MAP_PROOF_LENGTH, MAP_PROOF_FOREIGN, MAP_PROOF_NOT_CANONICAL, MAP_PROOF_ROOT_DIFFERS
 */
export function requireRecord(sha256: Digest, root: Uint8Array, record: RecordProof): void {
  const key = sha256(utf8Encode(record.key));
  const { depth, neighbour } = record;
  const proof: MapProof = {
    key,
    depth,
    siblings: record.siblings.map(base64urlDecode),
    ...(neighbour !== undefined && {
      neighbour: { key: base64urlDecode(neighbour.key), value: base64urlDecode(neighbour.value) },
    }),
  };
  if (record.value === undefined) requireAbsent(sha256, root, key, proof);
  else requirePresent(sha256, root, { key, value: sha256(utf8Encode(record.value)) }, proof);
}
