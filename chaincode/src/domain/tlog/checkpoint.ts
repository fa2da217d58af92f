import { base64Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import { parseDecimal } from './decimal.js';
import { parseHashLine } from './hash-line.js';

/** A log's tree head, as any log has it (c2sp.org/tlog-checkpoint). */
export interface TreeHead {
  readonly origin: string;
  /** How many leaves. */
  readonly size: number;
  /** RFC 6962 in SHA-256. */
  readonly root: Uint8Array;
  /** Opaque lines after the root. */
  readonly extensions: readonly string[];
}

/**
 * A tree head of the hub's log. Every part follows from the size, so that two checkpoints of one size are the same
 * text or a fork (docs/adr/0016).
 */
export interface Checkpoint {
  readonly origin: string;
  /** At least one leaf. */
  readonly size: number;
  readonly root: Uint8Array;
  /** RFC 6962 in SM3, over the same leaves. */
  readonly sm3Root: Uint8Array;
  /** Root of the state map at the end of `block`; absent where none is kept. */
  readonly mapRoot?: Uint8Array;
  /** The block of the last leaf. Its leaves are all in the tree. */
  readonly block: number;
}

const malformed = (message: string, expected: string): HanlianError =>
  new HanlianError('CHECKPOINT_MALFORMED', message, { expected });

/**
 * Reads the text of a checkpoint note: origin, size, root, extension lines.
 *
 * @throws {HanlianError} CHECKPOINT_MALFORMED
 */
export function parseTreeHead(text: string): TreeHead {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.includes('')) {
    throw malformed('The text has an empty line, or does not end in a newline', 'lines, each ended by LF');
  }
  const [origin, size, root, ...extensions] = lines;
  if (origin === undefined || size === undefined || root === undefined) {
    throw malformed(`The text has ${lines.length} lines`, 'origin, size, root');
  }
  return { origin, size: sizeOf(size, 'size'), root: rootOf(root, 'root'), extensions };
}

function sizeOf(text: string, what: string): number {
  const size = parseDecimal(text);
  if (size === undefined) throw malformed(`The ${what} is no number`, 'decimal, without leading zeros');
  return size;
}

function rootOf(text: string, what: string): Uint8Array {
  const root = parseHashLine(text);
  if (root === undefined) throw malformed(`The ${what} is no hash`, 'base64 of 32 bytes');
  return root;
}

const EXTENSIONS = /^sm3 ([^ \n]+)\n(?:map ([^ \n]+)\n)?block ([^ \n]+)$/;

/**
 * Reads a checkpoint of the hub's log. Its extension lines are `sm3`, then `map` where there is one, then `block`; no
 * others, in no other order.
 *
 * @throws {HanlianError} CHECKPOINT_MALFORMED
 */
export function parseCheckpoint(text: string): Checkpoint {
  const { origin, size, root, extensions } = parseTreeHead(text);
  if (size === 0) throw malformed('The tree is empty', 'at least one leaf');
  const found = EXTENSIONS.exec(extensions.join('\n'));
  if (found === null) {
    throw malformed('The extension lines are not those of this log', 'sm3, map (optional), block');
  }
  const [, sm3, map, block] = found as unknown as [string, string, string | undefined, string];
  return {
    origin,
    size,
    root,
    sm3Root: rootOf(sm3, 'SM3 root'),
    ...(map !== undefined && { mapRoot: rootOf(map, 'map root') }),
    block: sizeOf(block, 'block'),
  };
}

/** The text of a checkpoint, before it is signed. */
export function formatCheckpoint({ origin, size, root, sm3Root, mapRoot, block }: Checkpoint): string {
  const lines = [
    origin,
    String(size),
    base64Encode(root),
    `sm3 ${base64Encode(sm3Root)}`,
    ...(mapRoot === undefined ? [] : [`map ${base64Encode(mapRoot)}`]),
    `block ${block}`,
  ];
  return `${lines.join('\n')}\n`;
}
