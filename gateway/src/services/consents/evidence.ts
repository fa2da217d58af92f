import {
  BUREAU_MSP,
  HanlianError,
  keys,
  parseCheckpoint,
  parseNote,
  rangeOf,
  recordProofOf,
  splitKey,
  type RecordProof,
  type RegistryEvidence,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';

type EvidenceParts = Pick<LicenseParts, 'model' | 'map' | 'logProofs' | 'caughtUp'>;

/** Of each checkpoint there are three organisations to cosign. */
const MOST_COSIGNERS = 8;

const pending = (message: string): HanlianError => new HanlianError('LOG_PENDING', message);

/**
 * Proofs of registry records as they stand now, at the newest checkpoint that enough organisations signed.
 *
 * @throws {HanlianError} CHECKPOINT_UNKNOWN, RECORD_UNKNOWN, and LOG_PENDING while that is of before a record's last change
 */
export async function registryEvidence(
  { model, map, logProofs, caughtUp }: EvidenceParts,
  names: readonly string[],
): Promise<RegistryEvidence> {
  await caughtUp();
  const { block, note } = await logProofs.witnessed();
  const { size } = parseCheckpoint(parseNote(note).text);
  const { start, end } = rangeOf(...splitKey(keys.cosignature(size, '')).slice(0, -1));
  const cosigned = await model.range(start, end, MOST_COSIGNERS);
  const cosigners = cosigned.map(({ key }) => splitKey(key).at(-1) as string);
  const cosigner = cosigners.find((mspId) => mspId !== BUREAU_MSP);
  if (cosigner === undefined) throw pending('No other organisation has cosigned the newest checkpoint yet');
  const records = await Promise.all(
    names.map(async (key): Promise<RecordProof> => {
      const [row, proof] = await Promise.all([model.find(key, block), map.prove(key, block)]);
      const value = row?.value.toString();
      if (value !== model.get(key)?.value.toString()) {
        throw pending(`${key} changed after the newest checkpoint`);
      }
      if (value === undefined) {
        throw new HanlianError('RECORD_UNKNOWN', `The registry holds no ${key}`, { received: key });
      }
      return recordProofOf(key, value, proof);
    }),
  );
  return { v: 1, size, cosigner, records };
}
