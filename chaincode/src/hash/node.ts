import { hash } from 'node:crypto';
import type { Digest, Hashes } from '../domain/hash.js';

const digest =
  (algorithm: string): Digest =>
  (data) =>
    hash(algorithm, data, 'buffer');

/** SHA-256 and SM3 by Node's OpenSSL. */
export const nodeHashes: Hashes = { sha256: digest('sha256'), sm3: digest('sm3') };
