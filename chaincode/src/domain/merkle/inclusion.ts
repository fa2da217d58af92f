import { equalBytes } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import { rootFromRun, runPath } from './run.js';
import type { MerkleTree } from './tree.js';
import { holds } from './walk.js';

/**
 * The audit path of a leaf, lowest sibling first (RFC 6962 §2.1.1).
 *
 * @throws {HanlianError} PROOF_INVALID when the tree has no such leaf.
 */
export const inclusionPath = (tree: MerkleTree, index: number): Uint8Array[] => runPath(tree, index, 1);

export interface InclusionProof {
  readonly treeSize: number;
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/**
 * The root a leaf hash and its audit path lead to (RFC 9162 §2.1.3.2).
 *
 * @throws {HanlianError} PROOF_INVALID when index, path or hashes do not fit the tree's size.
 */
export const rootFromInclusion = (
  digest: Digest,
  { treeSize, index, leaf, path }: InclusionProof,
): Uint8Array => rootFromRun(digest, { treeSize, start: index, leaves: [leaf], path });

/** Whether a leaf hash stands at `index` in the tree of that size and root. */
export const verifyInclusion = (digest: Digest, proof: InclusionProof, root: Uint8Array): boolean =>
  holds(() => equalBytes(rootFromInclusion(digest, proof), root));
