import {
  keyPrefixes,
  parseLogEntry,
  parseNote,
  splitKey,
  type Checkpoint,
  type Instant,
} from '@hanlian/chaincode/domain';
import { replayLog, emptyTrees } from '../tlog/replay.js';
import type { LogFolder } from '../tlog/folder.js';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';

/** Records whose every revision the log proves by the digest in its event. */
export const PROVEN_KINDS: ReadonlySet<string> = new Set([
  keyPrefixes.grant,
  keyPrefixes.lease,
  keyPrefixes.anchor,
]);

/** A revision of a record as the log tells of it. */
export interface LoggedRevision {
  /** Its event's place in the log. */
  readonly index: number;
  readonly block: number;
  /** SHA-256 of the record's canonical bytes, base64url. */
  readonly root: string;
}

/** A log read whole, up to a checkpoint that enough have signed. */
export interface ReadLog {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  /** The time up to which its witnesses had seen no other. */
  readonly until: Instant;
  /** Of each key every revision, oldest first. */
  readonly revisions: ReadonlyMap<string, readonly LoggedRevision[]>;
}

/**
 * Reads a log and what it tells of grants, leases and anchors: nothing of that can be left out without another root.
 *
 * @throws {HanlianError} what makes a checkpoint one not to rely on, LOG_INCONSISTENT, FILE_UNREADABLE, TILE_MALFORMED
 */
export async function readLog(log: LogFolder, trust: CheckpointTrust): Promise<ReadLog> {
  const note = await log.checkpoint();
  const { checkpoint, until } = trust(parseNote(note));
  const revisions = new Map<string, LoggedRevision[]>();
  await replayLog(log, emptyTrees(), checkpoint, (bytes, index) => {
    const { block, event } = parseLogEntry(bytes);
    const { key, root } = event;
    if (key === undefined || root === undefined || !PROVEN_KINDS.has(splitKey(key)[0] as string)) return;
    const known = revisions.get(key) ?? [];
    known.push({ index, block, root });
    revisions.set(key, known);
  });
  return { note, checkpoint, until, revisions };
}
