import {
  keys,
  recordProofOf,
  type LicenseRecord,
  type RecordProof,
  type StateProof,
} from '@hanlian/chaincode/domain';
import { referenceOf } from './find.js';
import type { LicenseParts } from './parts.js';

type ProofParts = Pick<LicenseParts, 'model' | 'map' | 'logProofs' | 'caughtUp'>;

/**
 * What the ledger held of a certificate at a checkpoint enough organisations signed, or that it held nothing, provable
 * without a line: its record with all its transitions, its serial's newest version, its batch.
 *
 * @param size the checkpoint's; the newest when absent
 * @throws {HanlianError} CHECKPOINT_UNKNOWN, MAP_CHECKPOINT_UNKNOWN, and what is wrong with the identifier
 */
export async function stateProofOf(parts: ProofParts, id: string, size?: number): Promise<StateProof> {
  await parts.caughtUp();
  const reference = referenceOf(id);
  const { block, note } = await parts.logProofs.witnessed(size);
  const prove = (key: string): Promise<RecordProof> => proveAt(parts, key, block);
  const license = await prove(keys.license(reference));
  const more = license.value === undefined ? [] : besides(JSON.parse(license.value) as LicenseRecord);
  const others = await Promise.all([keys.head(reference), ...more].map(prove));
  return { v: 1, checkpoint: note, records: [license, ...others] };

  function besides({ b, z = 0 }: LicenseRecord): string[] {
    return [keys.batch(b), ...Array.from({ length: z }, (_, n) => keys.overflow(reference, n))];
  }
}

/** That a key held what it held at the end of a checkpoint's block, or nothing. */
export async function proveAt(
  { model, map }: Pick<ProofParts, 'model' | 'map'>,
  key: string,
  block: number,
): Promise<RecordProof> {
  const [row, proof] = await Promise.all([model.find(key, block), map.prove(key, block)]);
  return recordProofOf(key, row?.value.toString(), proof);
}
