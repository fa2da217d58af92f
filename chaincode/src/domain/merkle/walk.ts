import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import type { MerkleTree } from './tree.js';
import { pairHasher } from './tree.js';

/** Where a node stands. */
export interface NodePlace {
  /** 0 for the leaves. */
  readonly level: number;
  /** Its place in the level, from 0. */
  readonly position: number;
}

/** A node beside the way from a node up to the root. */
export interface Sibling extends NodePlace {
  readonly side: 'left' | 'right';
}

/** Not a shift: positions may exceed 32 bits. */
export const half = (position: number): number => Math.floor(position / 2);

/**
 * The siblings met on the way up from the node at `position` of `level`, where `last` is that level's last position.
 * The last node of a level with an odd count has none.
 */
export function siblingsAbove(level: number, position: number, last: number): readonly Sibling[] {
  const siblings: Sibling[] = [];
  let [height, here, end] = [level, position, last];
  while (end > 0) {
    if (here % 2 === 1) siblings.push({ level: height, position: here - 1, side: 'left' });
    else if (here < end) siblings.push({ level: height, position: here + 1, side: 'right' });
    height++;
    here = half(here);
    end = half(end);
  }
  return siblings;
}

export const nodeOf = ({ levels }: MerkleTree, { level, position }: NodePlace): Uint8Array =>
  (levels[level] as readonly Uint8Array[])[position] as Uint8Array;

export function requirePathLength(path: readonly Uint8Array[], expected: number): void {
  if (path.length !== expected) {
    throw new HanlianError(
      'PROOF_INVALID',
      `The path has ${path.length} hashes; the tree's size calls for ${expected}`,
      {
        expected,
        received: path.length,
      },
    );
  }
}

/** Hashes a node with its siblings up to the root; `path` holds the siblings' hashes. */
export function climb(
  digest: Digest,
  node: Uint8Array,
  siblings: readonly Sibling[],
  path: readonly Uint8Array[],
): Uint8Array {
  requirePathLength(path, siblings.length);
  const hashPair = pairHasher(digest);
  return siblings.reduce((below, { side }, i) => {
    const beside = path[i] as Uint8Array;
    return side === 'left' ? hashPair(beside, below) : hashPair(below, beside);
  }, node);
}

export function requireWithin(index: number, size: number, what: string): void {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new HanlianError('PROOF_INVALID', `${what} ${index} does not lie in a tree of ${size} leaves`, {
      expected: `0 to ${size - 1}`,
      received: index,
    });
  }
}

/** Whether a proof leads to where it should: a proof of the wrong shape does not. */
export function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    if (error instanceof HanlianError) return false;
    throw error;
  }
}
