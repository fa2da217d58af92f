import { equalBytes } from '../encoding/index.js';
import { HanlianError, type ErrorCode } from '../errors/index.js';
import type { Digest } from '../hash.js';
import { EMPTY_MAP, mapHasher, subtree, type MapHasher } from './node.js';
import {
  MAP_DEPTH,
  MAP_HASH_LENGTH,
  slotAt,
  TILE_WIDTH,
  type MapLeaf,
  type MapNode,
  type MapTile,
} from './tile.js';

/** Why a key stands in a map, or why it does not. */
export interface MapProof {
  /** SHA-256 of the key it is for. */
  readonly key: Uint8Array;
  /** How many bits of the key lead to where the way ends. */
  readonly depth: number;
  /** The hashes beside that way, deepest first: one for each of its bits. */
  readonly siblings: readonly Uint8Array[];
  /** For an absent key: the leaf of another key that stands alone where this one would. */
  readonly neighbour?: { readonly key: Uint8Array; readonly value: Uint8Array };
}

/** The path of the tile that follows those read so far on a key's way from the root; undefined where it ends. */
export function nextTile(key: Uint8Array, tiles: readonly MapTile[]): string | undefined {
  const last = tiles.at(-1);
  const isOpen = last === undefined || last[slotAt(key, tiles.length - 1)]?.kind === 'branch';
  return isOpen ? tiles.map((_, depth) => slotAt(key, depth).toString(16)).join('') : undefined;
}

/** The proof for a key, present or absent, from the tiles on its way. */
export function proveInMap(digest: Digest, key: Uint8Array, tiles: readonly MapTile[]): MapProof {
  const hasher = mapHasher(digest);
  const siblings: Uint8Array[] = [];
  let end: MapNode;
  tiles.forEach((tile, depth) => {
    end = descend(hasher, tile, slotAt(key, depth), siblings);
  });
  const proof = { key, depth: siblings.length, siblings: siblings.reverse() };
  if (end?.kind !== 'leaf' || equalBytes(end.key, key)) return proof;
  return { ...proof, neighbour: { key: end.key, value: end.value } };
}

/** Goes down to a slot, or to where nothing or one leaf is left; notes what stands beside the way. */
function descend(hasher: MapHasher, tile: MapTile, slot: number, siblings: Uint8Array[]): MapNode {
  let [from, width] = [0, TILE_WIDTH];
  while (width > 1) {
    const half = width / 2;
    const left = subtree(hasher, tile, from, half);
    const right = subtree(hasher, tile, from + half, half);
    const alone = onlyOf(left, right);
    if (alone !== 'several') return alone;
    const goesRight = slot >= from + half;
    siblings.push(hasher.hashOf(goesRight ? left : right));
    if (goesRight) from += half;
    width = half;
  }
  return tile[slot];
}

/** What two subtrees come to without hashing: nothing, a leaf, or several. */
function onlyOf(left: MapNode, right: MapNode): MapLeaf | undefined | 'several' {
  if (left?.kind === 'branch' || right?.kind === 'branch') return 'several';
  return left === undefined || right === undefined ? (left ?? right) : 'several';
}

const refuse = (code: ErrorCode, message: string): never => {
  throw new HanlianError(code, message);
};

/**
 * Requires that the map of this root holds the value under the key (both as SHA-256).
 *
 * @throws {HanlianError} MAP_PROOF_LENGTH, MAP_PROOF_FOREIGN, MAP_PROOF_NOT_CANONICAL, MAP_PROOF_ROOT_DIFFERS
 */
export function requirePresent(
  digest: Digest,
  root: Uint8Array,
  leaf: { readonly key: Uint8Array; readonly value: Uint8Array },
  proof: MapProof,
): void {
  requireShape(proof, leaf.key);
  requireHashes([leaf.value]);
  if (proof.neighbour !== undefined) refuse('MAP_PROOF_FOREIGN', 'The proof ends at the leaf of another key');
  requireRoot(digest, root, { kind: 'leaf', ...leaf }, proof);
}

/**
 * Requires that the map of this root does not hold the key (as SHA-256).
 *
 * @throws {HanlianError} MAP_PROOF_LENGTH, MAP_PROOF_FOREIGN, MAP_PROOF_NOT_CANONICAL, MAP_PROOF_ROOT_DIFFERS
 */
export function requireAbsent(digest: Digest, root: Uint8Array, key: Uint8Array, proof: MapProof): void {
  requireShape(proof, key);
  const { neighbour, depth } = proof;
  if (neighbour === undefined) {
    requireRoot(digest, root, undefined, proof);
    return;
  }
  requireHashes([neighbour.key, neighbour.value]);
  if (equalBytes(neighbour.key, key))
    refuse('MAP_PROOF_FOREIGN', 'The proof ends at the key itself: it is there');
  if (sharedBits(neighbour.key, key) < depth) {
    refuse('MAP_PROOF_FOREIGN', `The neighbour does not share the ${depth} bits that lead to it`);
  }
  requireRoot(digest, root, { kind: 'leaf', ...neighbour }, proof);
}

function requireShape({ key, depth, siblings }: MapProof, wanted: Uint8Array): void {
  requireHashes([key, wanted, ...siblings]);
  if (!equalBytes(key, wanted)) refuse('MAP_PROOF_FOREIGN', 'The proof is for another key');
  if (siblings.length !== depth || depth > MAP_DEPTH) {
    refuse('MAP_PROOF_LENGTH', `The proof has ${siblings.length} hashes for a depth of ${depth}`);
  }
  // Where the last step leads to nothing or to one leaf, what stands beside it cannot be empty: they would be one.
  if (siblings[0] !== undefined && equalBytes(siblings[0], EMPTY_MAP)) {
    refuse('MAP_PROOF_NOT_CANONICAL', 'The deepest hash of the proof stands for an empty subtree');
  }
}

function requireHashes(hashes: readonly Uint8Array[]): void {
  const wrong = hashes.find(({ length }) => length !== MAP_HASH_LENGTH);
  if (wrong !== undefined) refuse('MAP_PROOF_LENGTH', `A hash of the proof has ${wrong.length} bytes`);
}

function requireRoot(
  digest: Digest,
  root: Uint8Array,
  end: MapNode,
  { key, depth, siblings }: MapProof,
): void {
  const { hashOf, pair } = mapHasher(digest);
  const reached = siblings.reduce(
    (below, beside, i) => (bitAt(key, depth - 1 - i) === 1 ? pair(beside, below) : pair(below, beside)),
    hashOf(end),
  );
  if (!equalBytes(reached, root)) {
    refuse('MAP_PROOF_ROOT_DIFFERS', 'The proof does not lead to the root of the map');
  }
}

const bitAt = (key: Uint8Array, bit: number): number => ((key[bit >> 3] as number) >> (7 - (bit & 7))) & 1;

function sharedBits(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return 8 * at + Math.clz32((a[at] as number) ^ (b[at] as number)) - 24;
}
