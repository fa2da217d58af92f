export type { Digest, Hashes } from './hash.js';
