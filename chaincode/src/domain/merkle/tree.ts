import { concatBytes } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';

/** SHA-256 and SM3 both give 32 bytes. */
const HASH_LENGTH = 32;

const LEAF_PREFIX = new Uint8Array([0x00]);
const NODE_PREFIX = 0x01;
const EMPTY = new Uint8Array(0);

/** Hashes two children: H(0x01 ‖ left ‖ right). */
type PairHasher = (left: Uint8Array, right: Uint8Array) => Uint8Array;

function requireHash(hash: Uint8Array): void {
  if (hash.length !== HASH_LENGTH) {
    throw new HanlianError('PROOF_INVALID', `A hash of ${hash.length} bytes stands in the tree`, {
      expected: HASH_LENGTH,
      received: hash.length,
    });
  }
}

/** The hash of a leaf's data: H(0x00 ‖ data) (RFC 6962 §2.1). */
export const leafHash = (digest: Digest, data: Uint8Array): Uint8Array =>
  digest(concatBytes(LEAF_PREFIX, data));

/** One input buffer serves every pair: allocating it anew would cost as much as a third of the hash. */
export function pairHasher(digest: Digest): PairHasher {
  const input = new Uint8Array(1 + 2 * HASH_LENGTH);
  input[0] = NODE_PREFIX;
  return (left, right) => {
    requireHash(left);
    requireHash(right);
    input.set(left, 1);
    input.set(right, 1 + HASH_LENGTH);
    return digest(input);
  };
}

/** The hash of a node over its children's hashes: H(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export const nodeHash = (digest: Digest, left: Uint8Array, right: Uint8Array): Uint8Array =>
  pairHasher(digest)(left, right);

/** The level above: a last node without a partner moves up as it is, which gives the tree RFC 6962 §2.1 defines. */
function levelAbove(hashPair: PairHasher, level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i] as Uint8Array;
    const right = level[i + 1];
    above.push(right === undefined ? left : hashPair(left, right));
  }
  return above;
}

/** A tree with its nodes kept, for many proofs. */
export interface MerkleTree {
  /** How many leaves. */
  readonly size: number;
  readonly root: Uint8Array;
  /** `levels[0]` holds the leaf hashes, the last level the root alone. */
  readonly levels: readonly (readonly Uint8Array[])[];
}

/**
 * Builds a tree over leaf hashes in order.
 *
 * @throws {HanlianError} PROOF_INVALID when a hash is not 32 bytes.
 */
export function buildTree(digest: Digest, leafHashes: readonly Uint8Array[]): MerkleTree {
  leafHashes.forEach(requireHash);
  const hashPair = pairHasher(digest);
  const levels = [leafHashes];
  let level = leafHashes;
  while (level.length > 1) {
    level = levelAbove(hashPair, level);
    levels.push(level);
  }
  return { size: leafHashes.length, root: level[0] ?? digest(EMPTY), levels };
}

/**
 * The root over leaf hashes in order (RFC 6962 §2.1); of no leaves, the hash of nothing.
 *
 * @throws {HanlianError} PROOF_INVALID when a hash is not 32 bytes.
 */
export const merkleRoot = (digest: Digest, leafHashes: readonly Uint8Array[]): Uint8Array =>
  buildTree(digest, leafHashes).root;
