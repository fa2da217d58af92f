import { base64Encode, equalBytes } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import { verifyConsistency } from '../merkle/index.js';
import type { TreeHead } from './checkpoint.js';
import { parseDecimal } from './decimal.js';
import { parseHashLine } from './hash-line.js';
import { formatNote, parseNote, type SignedNote } from './note.js';

/** What a witness is asked: to cosign a checkpoint that continues the one it cosigned last (c2sp.org/tlog-witness). */
export interface CosignRequest {
  /** The size the witness cosigned last; 0 for none. */
  readonly oldSize: number;
  /** RFC 6962 §2.1.2, from that size to the checkpoint's. */
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: SignedNote;
}

/** The largest request there can be: 64 KiB of note and 63 hashes. */
export const MAX_COSIGN_REQUEST = 72 * 1024;
const MAX_PROOF = 63;

const malformed = (message: string, expected: string): HanlianError =>
  new HanlianError('WITNESS_REQUEST_MALFORMED', message, { expected });

export const formatCosignRequest = ({ oldSize, proof, checkpoint }: CosignRequest): string =>
  `${[`old ${oldSize}`, ...proof.map(base64Encode)].join('\n')}\n\n${formatNote(checkpoint)}`;

/**
 * Reads the body of an add-checkpoint call.
 *
 * @throws {HanlianError} WITNESS_REQUEST_MALFORMED, NOTE_MALFORMED
 */
export function parseCosignRequest(body: string): CosignRequest {
  const end = body.indexOf('\n\n');
  if (end < 0)
    throw malformed('No empty line parts proof and checkpoint', 'old, proof, empty line, checkpoint');
  const [old = '', ...lines] = body.slice(0, end).split('\n');
  const oldSize = old.startsWith('old ') ? parseDecimal(old.slice('old '.length)) : undefined;
  if (oldSize === undefined) throw malformed('The old size is missing or no number', 'old <decimal>');
  if (lines.length > MAX_PROOF)
    throw malformed(`The proof has ${lines.length} hashes`, `at most ${MAX_PROOF}`);
  const proof = lines.map((line) => {
    const hash = parseHashLine(line);
    if (hash === undefined) throw malformed('A line of the proof is no hash', 'base64 of 32 bytes');
    return hash;
  });
  return { oldSize, proof, checkpoint: parseNote(body.slice(end + 2)) };
}

/**
 * What a witness requires before it cosigns: that the tree continues the one it cosigned last, which it knows by size and
 * root alone.
 *
 * @throws {HanlianError} WITNESS_REQUEST_MALFORMED, WITNESS_SIZE_CONFLICT, LOG_FORKED, LOG_INCONSISTENT
 */
export function requireContinues(
  sha256: Digest,
  last: Pick<TreeHead, 'size' | 'root'> | undefined,
  next: Pick<TreeHead, 'size' | 'root'>,
  { oldSize, proof }: Pick<CosignRequest, 'oldSize' | 'proof'>,
): void {
  if (oldSize > next.size) throw malformed(`The old size is ${oldSize}`, `at most ${next.size}`);
  const { size, root } = last ?? { size: 0, root: sha256(new Uint8Array(0)) };
  if (oldSize !== size) {
    throw new HanlianError('WITNESS_SIZE_CONFLICT', `The tree cosigned last has ${size} leaves`, {
      expected: size,
      received: oldSize,
    });
  }
  if (next.size === size && !equalBytes(next.root, root)) {
    throw new HanlianError('LOG_FORKED', `Another tree of ${size} leaves is known`, { received: size });
  }
  if (!isConsistent(sha256, { size, root }, next, proof)) {
    throw new HanlianError(
      'LOG_INCONSISTENT',
      `Nothing proves that it continues the tree of ${size} leaves`,
      {
        expected: size,
        received: next.size,
      },
    );
  }
}

/** Every tree continues the empty one, and no proof says so. */
const isConsistent = (
  sha256: Digest,
  last: Pick<TreeHead, 'size' | 'root'>,
  next: Pick<TreeHead, 'size' | 'root'>,
  path: readonly Uint8Array[],
): boolean =>
  last.size === 0
    ? path.length === 0
    : verifyConsistency(sha256, { olderSize: last.size, newerSize: next.size, path }, last.root, next.root);
