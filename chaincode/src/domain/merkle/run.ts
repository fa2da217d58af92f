import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import type { MerkleTree } from './tree.js';
import { merkleRoot } from './tree.js';
import type { NodePlace, Sibling } from './walk.js';
import { climb, nodeOf, requireWithin, siblingsAbove } from './walk.js';

/** A run carried by one transaction holds at most this many leaves. */
export const MAX_RUN = 512;

/** Consecutive leaves that fill one block of a power of two, or end the tree inside it. */
export interface Run {
  readonly treeSize: number;
  /** The first leaf's index, a multiple of the block. */
  readonly start: number;
  /** How many leaves. */
  readonly length: number;
}

const notAligned = (message: string, { start, length }: Run): HanlianError =>
  new HanlianError('RUN_NOT_ALIGNED', message, { start, length });

/** The level on which the run is one node: the smallest block that holds it has 2^level leaves. */
function levelOf(run: Run): number {
  requireWithin(run.start, run.treeSize, 'Leaf');
  const { treeSize, start, length } = run;
  if (!Number.isSafeInteger(length) || length < 1 || length > MAX_RUN || start + length > treeSize) {
    throw notAligned(
      `${length} leaves from ${start} are no run of 1 to ${MAX_RUN} in a tree of ${treeSize}`,
      run,
    );
  }
  const level = 32 - Math.clz32(length - 1);
  const block = 2 ** level;
  if (start % block !== 0 || (length < block && start + length < treeSize)) {
    throw notAligned(
      `${length} leaves from ${start} do not fill a block of ${block}, nor end the tree in one`,
      run,
    );
  }
  return level;
}

function siblingsOf(run: Run): readonly Sibling[] {
  const level = levelOf(run);
  const block = 2 ** level;
  return siblingsAbove(level, run.start / block, Math.floor((run.treeSize - 1) / block));
}

/**
 * The places of the hashes that an audit path holds, lowest first.
 *
 * @throws {HanlianError} PROOF_INVALID when a tree of that size has no such leaf
 */
export const inclusionNodes = (index: number, treeSize: number): readonly NodePlace[] =>
  siblingsOf({ treeSize, start: index, length: 1 });

/**
 * The hashes beside the way from a run up to the root, lowest first.
 *
 * @throws {HanlianError} RUN_NOT_ALIGNED, PROOF_INVALID
 */
export function runPath(tree: MerkleTree, start: number, length: number): Uint8Array[] {
  return siblingsOf({ treeSize: tree.size, start, length }).map((sibling) => nodeOf(tree, sibling));
}

export interface RunProof {
  readonly treeSize: number;
  readonly start: number;
  /** The run's leaf hashes, in order. */
  readonly leaves: readonly Uint8Array[];
  /** As `runPath` gives it. */
  readonly path: readonly Uint8Array[];
}

/**
 * The root a run and its path lead to. It equals the tree's root exactly when these are the tree's leaves from `start`.
 *
 * @throws {HanlianError} RUN_NOT_ALIGNED, or PROOF_INVALID when path or hashes have not the length they must have.
 */
export function rootFromRun(digest: Digest, { treeSize, start, leaves, path }: RunProof): Uint8Array {
  const siblings = siblingsOf({ treeSize, start, length: leaves.length });
  return climb(digest, merkleRoot(digest, leaves), siblings, path);
}
