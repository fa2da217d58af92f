import type { Digest } from '../hash.js';
import { pairHasher } from '../merkle/tree.js';
import { MAP_HASH_LENGTH, TILE_WIDTH, type MapNode, type MapTile } from './tile.js';

/** What stands for a subtree without leaves. Nobody knows anything whose SHA-256 this is. */
export const EMPTY_MAP = new Uint8Array(MAP_HASH_LENGTH);

/** The tree's hashing: what a node's hash is, and what two subtrees side by side come to. */
export interface MapHasher {
  readonly hashOf: (node: MapNode) => Uint8Array;
  readonly pair: (left: Uint8Array, right: Uint8Array) => Uint8Array;
  readonly join: (left: MapNode, right: MapNode) => MapNode;
}

/**
 * The tree is that of the Jellyfish Merkle Tree (Gao, Hu, Wu 2021): binary, by the bits of the key, highest first, and a
 * subtree with a single leaf is that leaf. A leaf hashes to H(0x00 ‖ key ‖ value), a pair to H(0x01 ‖ left ‖ right), as in
 * RFC 6962. So the root depends on what the map holds and on nothing else.
 */
export function mapHasher(digest: Digest): MapHasher {
  const pair = pairHasher(digest);
  // One input serves every leaf, as one serves every pair: its first byte stays RFC 6962's 0x00.
  const leaf = new Uint8Array(1 + 2 * MAP_HASH_LENGTH);
  const hashOf = (node: MapNode): Uint8Array => {
    if (node === undefined) return EMPTY_MAP;
    if (node.kind === 'branch') return node.hash;
    leaf.set(node.key, 1);
    leaf.set(node.value, 1 + MAP_HASH_LENGTH);
    return digest(leaf);
  };
  const join = (left: MapNode, right: MapNode): MapNode => {
    if (left === undefined && right?.kind !== 'branch') return right;
    if (right === undefined && left?.kind !== 'branch') return left;
    return { kind: 'branch', hash: pair(hashOf(left), hashOf(right)) };
  };
  return { hashOf, pair, join };
}

/** What `width` slots of a tile from `from` on come to; the whole tile where neither is given. */
export function subtree(hasher: MapHasher, tile: MapTile, from = 0, width = TILE_WIDTH): MapNode {
  if (width === 1) return tile[from];
  const half = width / 2;
  return hasher.join(subtree(hasher, tile, from, half), subtree(hasher, tile, from + half, half));
}
