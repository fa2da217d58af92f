import type { CheckpointRecord, CosignatureRecord } from '../../domain/index.js';
import { HanlianError, keys, parseNoteKey, schemas } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import { alreadyApplied } from '../change.js';
import { write } from '../operation.js';
import { hasText, logKeysOf, outcome, proposedIn, recordFork, requireSignedBy } from './checkpoints.js';

/** An organisation's own word on a published checkpoint: the same text, or a fork. */
export const cosign = write('log:cosign', schemas.cosignCheckpoint, async (ctx, { note }) => {
  const { state, creator, tx, txTime } = ctx;
  const { mspId } = creator;
  const proposed = proposedIn(note);
  const { size } = proposed.checkpoint;
  const { witness } = await logKeysOf(state, mspId);
  requireSignedBy(proposed, parseNoteKey(nodeHashes.sha256, witness));
  const published = await state.get<CheckpointRecord>(keys.checkpoint(size));
  if (published === undefined) {
    throw new HanlianError('CHECKPOINT_UNKNOWN', `No checkpoint of ${size} leaves stands`, {
      received: size,
    });
  }
  if (!hasText(published, proposed)) return recordFork(ctx, proposed);
  const key = keys.cosignature(size, mspId);
  const known = await state.get<CosignatureRecord>(key);
  if (known !== undefined) throw alreadyApplied(known.tx);
  await state.put(key, { v: 1, size, mspId, note, tx, txTime } satisfies CosignatureRecord);
  return outcome(key, size, false, tx);
});
