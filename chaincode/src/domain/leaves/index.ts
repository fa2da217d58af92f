export { batchEntryLeaf } from './batch.js';
export type { BatchEntry } from './batch.js';
export { fieldLeaves } from './fields.js';
export type { SaltedField } from './fields.js';
export { holderCommitment } from './holders.js';
export { runLeafHashes } from './run-leaf.js';
