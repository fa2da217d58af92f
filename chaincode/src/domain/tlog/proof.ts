import { base64Decode, base64Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import { parseDecimal } from './decimal.js';
import { parseHashLine } from './hash-line.js';
import { formatNote, parseNote, type SignedNote } from './note.js';

/** That an entry stands in a log at a signed checkpoint, checkable without a line (c2sp.org/tlog-proof@v1). */
export interface LogProof {
  /** Opaque, and authenticated by nothing. */
  readonly extra?: Uint8Array;
  /** The entry's place in the log, from 0. */
  readonly index: number;
  /** Sibling hashes, lowest first (RFC 6962 §2.1.1). */
  readonly path: readonly Uint8Array[];
  readonly checkpoint: SignedNote;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_PATH = 63;

const malformed = (message: string, expected: string): HanlianError =>
  new HanlianError('LOG_PROOF_MALFORMED', message, { expected });

/** The proof as its text. */
export function formatLogProof({ extra, index, path, checkpoint }: LogProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${base64Encode(extra)}`]),
    `index ${index}`,
    ...path.map(base64Encode),
  ];
  return `${lines.join('\n')}\n\n${formatNote(checkpoint)}`;
}

/**
 * Reads such a text. Whether path and signatures hold is another question.
 *
 * @throws {HanlianError} LOG_PROOF_MALFORMED, NOTE_MALFORMED
 */
export function parseLogProof(text: string): LogProof {
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed('No empty line parts proof and checkpoint', 'proof, empty line, checkpoint');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) throw malformed('This is not a proof of a form known here', HEADER);
  const extra = lines[0]?.startsWith('extra ') === true ? extraOf(lines.shift() as string) : undefined;
  const index = indexOf(lines.shift());
  if (lines.length > MAX_PATH) throw malformed(`The path has ${lines.length} hashes`, `at most ${MAX_PATH}`);
  const path = lines.map(hashOf);
  const checkpoint = parseNote(text.slice(end + 2));
  return { ...(extra !== undefined && { extra }), index, path, checkpoint };
}

function indexOf(line: string | undefined): number {
  const index = line?.startsWith('index ') === true ? parseDecimal(line.slice('index '.length)) : undefined;
  if (index === undefined) throw malformed('The index is missing or no number', 'index <decimal>');
  return index;
}

function hashOf(line: string): Uint8Array {
  const hash = parseHashLine(line);
  if (hash === undefined) throw malformed('A line of the path is no hash', 'base64 of 32 bytes');
  return hash;
}

function extraOf(line: string): Uint8Array {
  try {
    return base64Decode(line.slice('extra '.length));
  } catch (cause) {
    throw new HanlianError('LOG_PROOF_MALFORMED', 'The extra data is no base64', {}, { cause });
  }
}
