export { consistencyNodes, consistencyPath, verifyConsistency } from './consistency.js';
export type { ConsistencyProof } from './consistency.js';
export { inclusionPath, rootFromInclusion, verifyInclusion } from './inclusion.js';
export type { InclusionProof } from './inclusion.js';
export { inclusionNodes, MAX_RUN, rootFromRun, runPath } from './run.js';
export type { RunProof } from './run.js';
export { buildTree, leafHash, merkleRoot, nodeHash } from './tree.js';
export type { MerkleTree } from './tree.js';
export type { NodePlace } from './walk.js';
