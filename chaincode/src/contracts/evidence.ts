import type { CheckpointRecord, LogHead, RegistryEvidence } from '../domain/index.js';
import {
  BUREAU_MSP,
  HanlianError,
  keys,
  parseCheckpoint,
  parseNote,
  ProvenRegistry,
  requireRecord,
  schemas,
} from '../domain/index.js';
import { nodeHashes } from '../hash/node.js';
import type { TransactionContext } from './context.js';

/** An older checkpoint counts only while it is the newest: what the registry withdrew since must not count as in force. */
const MOST_AGE = 10 * 60;

/** The transaction's evidence as it was handed in. @throws {HanlianError} TRANSIENT_MISSING */
export const evidenceOf = (ctx: TransactionContext): RegistryEvidence =>
  ctx.transient('evidence', schemas.registryEvidence);

/**
 * Takes the transaction's evidence, so that the block does not tell what was looked up: proofs under the map root of a
 * checkpoint that the bureau published and another organisation found to be right.
 *
 * @throws {HanlianError} TRANSIENT_MISSING, CHECKPOINT_UNKNOWN, EVIDENCE_NOT_COSIGNED, EVIDENCE_TOO_OLD,
 *   MAP_CHECKPOINT_UNKNOWN; what it gives throws MAP_PROOF_*
 */
export async function provenRegistry(ctx: TransactionContext): Promise<ProvenRegistry> {
  const evidence = evidenceOf(ctx);
  const { note } = await checkpointOf(ctx, evidence);
  const { mapRoot } = parseCheckpoint(parseNote(note).text);
  if (mapRoot === undefined) {
    throw new HanlianError('MAP_CHECKPOINT_UNKNOWN', 'The checkpoint has no map root', {
      received: evidence.size,
    });
  }
  return new ProvenRegistry((key) => {
    const proof = evidence.records.find((record) => record.key === key);
    if (proof?.value === undefined) return undefined;
    requireRecord(nodeHashes.sha256, mapRoot, proof);
    return JSON.parse(proof.value) as unknown;
  });
}

async function checkpointOf(
  { state, txTime }: TransactionContext,
  { size, cosigner }: RegistryEvidence,
): Promise<CheckpointRecord> {
  const published = await state.get<CheckpointRecord>(keys.checkpoint(size));
  if (published === undefined) {
    throw new HanlianError('CHECKPOINT_UNKNOWN', `No checkpoint of ${size} leaves stands`, {
      received: size,
    });
  }
  const cosigned = await state.get(keys.cosignature(size, cosigner));
  if (cosigner === BUREAU_MSP || cosigned === undefined) {
    throw new HanlianError('EVIDENCE_NOT_COSIGNED', `${cosigner} has not cosigned it`, {
      received: cosigner,
    });
  }
  if (txTime - published.txTime > MOST_AGE) {
    // Where a checkpoint stands, so does the head.
    const head = (await state.get<LogHead>(keys.logHead())) as LogHead;
    if (head.size !== size) {
      throw new HanlianError('EVIDENCE_TOO_OLD', `The checkpoint of ${size} leaves is not the newest`, {
        expected: head.size,
        received: size,
      });
    }
  }
  return published;
}
