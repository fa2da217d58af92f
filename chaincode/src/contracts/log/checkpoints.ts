import type {
  Checkpoint,
  CheckpointRecord,
  ForkRecord,
  LogHead,
  LogKeys,
  LogWritten,
  NoteKey,
  SignedNote,
} from '../../domain/index.js';
import { HanlianError, keys, parseCheckpoint, parseNote, verifiedSignatures } from '../../domain/index.js';
import { verifyEd25519 } from '../../hash/node.js';
import type { State } from '../../state/state.js';
import { alreadyApplied } from '../change.js';
import type { TransactionContext } from '../context.js';
import type { Outcome } from '../operation.js';

/** A note that was read: its signatures are another question. */
export interface Proposed {
  readonly note: SignedNote;
  readonly text: string;
  readonly checkpoint: Checkpoint;
}

/** @throws {HanlianError} NOTE_MALFORMED, CHECKPOINT_MALFORMED */
export function proposedIn(text: string): Proposed {
  const note = parseNote(text);
  return { note, text, checkpoint: parseCheckpoint(note.text) };
}

/** @throws {HanlianError} NOTE_UNSIGNED, NOTE_SIGNATURE_WRONG */
export function requireSignedBy({ note }: Proposed, key: NoteKey): void {
  if (verifiedSignatures(note, [key], { ed25519: verifyEd25519 }).length > 0) return;
  throw new HanlianError('NOTE_UNSIGNED', `${key.name} has not signed`, { expected: key.name });
}

/** @throws {HanlianError} LOG_KEYS_UNKNOWN */
export async function logKeysOf(state: State, mspId: string): Promise<LogKeys> {
  const known = await state.get<LogKeys>(keys.logKeys(mspId));
  if (known !== undefined) return known;
  throw new HanlianError('LOG_KEYS_UNKNOWN', `${mspId} has registered no keys`, { received: mspId });
}

/** Whether a record holds just this text, whoever signed it. */
export const hasText = ({ note }: CheckpointRecord, proposed: Proposed): boolean =>
  parseNote(note).text === proposed.note.text;

/** What stands for a write of the log: its size, and which record says so. */
export const outcome = (key: string, size: number, forked: boolean, tx: string): Outcome => ({
  answer: { v: 1, size, forked, tx } satisfies LogWritten,
  event: { count: 1, key },
});

/**
 * Records that who signs this holds to another text than the one published. It succeeds: a fork that left no trace would
 * be one that nobody has to answer for.
 *
 * @throws {HanlianError} ALREADY_APPLIED when this organisation's is recorded
 */
export async function recordFork(
  { state, creator, tx, txTime }: TransactionContext,
  { text, checkpoint: { size } }: Proposed,
): Promise<Outcome> {
  const { mspId } = creator;
  const key = keys.fork(size, mspId);
  const known = await state.get<ForkRecord>(key);
  if (known !== undefined) throw alreadyApplied(known.tx);
  const head = (await state.get<LogHead>(keys.logHead())) as LogHead;
  await state.put(key, { v: 1, size, mspId, note: text, tx, txTime } satisfies ForkRecord);
  await state.put(keys.logHead(), { ...head, forks: head.forks + 1 });
  return outcome(key, size, true, tx);
}
