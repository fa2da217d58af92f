import type { Checkpoint, CheckpointRecord, LogHead } from '../../domain/index.js';
import { HanlianError, keys, parseNoteKey, schemas } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import { alreadyApplied } from '../change.js';
import { write } from '../operation.js';
import { hasText, logKeysOf, outcome, proposedIn, recordFork, requireSignedBy } from './checkpoints.js';

const foreign = (expected: string, received: string): HanlianError =>
  new HanlianError('CHECKPOINT_FOREIGN', `The origin is ${received}`, { expected, received });

/** @throws {HanlianError} CHECKPOINT_FOREIGN, CHECKPOINT_GOES_BACK */
function requireContinues({ origin, size, block }: Checkpoint, head: LogHead): void {
  if (origin !== head.origin) throw foreign(head.origin, origin);
  if (size > head.size && block > head.block) return;
  throw new HanlianError('CHECKPOINT_GOES_BACK', `The log had ${head.size} leaves at block ${head.block}`, {
    expected: `more than ${head.size} leaves, after block ${head.block}`,
    received: `${size} leaves, block ${block}`,
  });
}

/** Publishes the log's next checkpoint, signed by its key. */
export const publishCheckpoint = write(
  'log:publishCheckpoint',
  schemas.publishCheckpoint,
  async (ctx, request) => {
    const { state, creator, tx, txTime } = ctx;
    const proposed = proposedIn(request.note);
    const { checkpoint } = proposed;
    const { log } = await logKeysOf(state, creator.mspId);
    if (log === undefined) throw new HanlianError('LOG_KEYS_UNKNOWN', 'No log key is registered');
    const logKey = parseNoteKey(nodeHashes.sha256, log);
    if (checkpoint.origin !== logKey.name) throw foreign(logKey.name, checkpoint.origin);
    requireSignedBy(proposed, logKey);
    const { size, block, origin } = checkpoint;
    const key = keys.checkpoint(size);
    const published = await state.get<CheckpointRecord>(key);
    if (published !== undefined) {
      if (hasText(published, proposed)) throw alreadyApplied(published.tx);
      return recordFork(ctx, proposed);
    }
    const head = await state.get<LogHead>(keys.logHead());
    if (head !== undefined) requireContinues(checkpoint, head);
    await state.put(key, { v: 1, size, note: request.note, tx, txTime } satisfies CheckpointRecord);
    await state.put(keys.logHead(), { v: 1, origin, size, block, forks: head?.forks ?? 0 } satisfies LogHead);
    return outcome(key, size, false, tx);
  },
);
