import { equalBytes } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import type { MerkleTree } from './tree.js';
import type { NodePlace, Sibling } from './walk.js';
import { climb, half, holds, nodeOf, requirePathLength, siblingsAbove } from './walk.js';

/** The largest whole subtree that ends the older tree, and what stands beside its way up in the newer one. */
interface Seam {
  readonly level: number;
  readonly position: number;
  readonly siblings: readonly Sibling[];
}

function seamOf(olderSize: number, newerSize: number): Seam {
  if (
    !Number.isSafeInteger(newerSize) ||
    !Number.isSafeInteger(olderSize) ||
    olderSize < 1 ||
    olderSize > newerSize
  ) {
    throw new HanlianError('PROOF_INVALID', `No tree of ${newerSize} leaves continues one of ${olderSize}`, {
      expected: '1 ≤ older size ≤ newer size',
      received: olderSize,
    });
  }
  let [level, position, last] = [0, olderSize - 1, newerSize - 1];
  while (position % 2 === 1) {
    level++;
    position = half(position);
    last = half(last);
  }
  return { level, position, siblings: siblingsAbove(level, position, last) };
}

/**
 * The places of the hashes that a consistency proof holds, in order.
 *
 * @throws {HanlianError} PROOF_INVALID unless 1 ≤ olderSize ≤ newerSize.
 */
export function consistencyNodes(olderSize: number, newerSize: number): readonly NodePlace[] {
  const { level, position, siblings } = seamOf(olderSize, newerSize);
  if (olderSize === newerSize) return [];
  // The older tree is itself the subtree where its size is a power of two: the verifier has its root already.
  return position === 0 ? siblings : [{ level, position }, ...siblings];
}

/**
 * The proof that the tree's first `olderSize` leaves were the whole of an older tree (RFC 6962 §2.1.2). Empty where both
 * are the same.
 *
 * @throws {HanlianError} PROOF_INVALID unless 1 ≤ olderSize ≤ the tree's size.
 */
export const consistencyPath = (tree: MerkleTree, olderSize: number): Uint8Array[] =>
  consistencyNodes(olderSize, tree.size).map((place) => nodeOf(tree, place));

export interface ConsistencyProof {
  readonly olderSize: number;
  readonly newerSize: number;
  readonly path: readonly Uint8Array[];
}

/** Whether the newer tree only appends to the older (RFC 9162 §2.1.4.2). */
export function verifyConsistency(
  digest: Digest,
  { olderSize, newerSize, path }: ConsistencyProof,
  olderRoot: Uint8Array,
  newerRoot: Uint8Array,
): boolean {
  return holds(() => {
    const { position, siblings } = seamOf(olderSize, newerSize);
    if (olderSize === newerSize) return path.length === 0 && equalBytes(olderRoot, newerRoot);
    const hashes = position === 0 ? [olderRoot, ...path] : path;
    requirePathLength(hashes, siblings.length + 1);
    const [seam, ...beside] = hashes as [Uint8Array, ...Uint8Array[]];
    const isLeft = (i: number): boolean => siblings[i]?.side === 'left';
    const older = climb(
      digest,
      seam,
      siblings.filter((_, i) => isLeft(i)),
      beside.filter((_, i) => isLeft(i)),
    );
    return equalBytes(older, olderRoot) && equalBytes(climb(digest, seam, siblings, beside), newerRoot);
  });
}
