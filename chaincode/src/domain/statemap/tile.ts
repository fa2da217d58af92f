import { HanlianError } from '../errors/index.js';

/** SHA-256 of a key of the world state, and SHA-256 of the value under it: 32 bytes each. */
export interface MapLeaf {
  readonly kind: 'leaf';
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** The hash over a subtree of at least two leaves. */
export interface MapBranch {
  readonly kind: 'branch';
  readonly hash: Uint8Array;
}

/** What a subtree comes to: nothing, one leaf however deep its key would lead, or a branch. */
export type MapNode = MapLeaf | MapBranch | undefined;

/** The sixteen subtrees four bits further down; each branch among them has a tile of its own. */
export type MapTile = readonly MapNode[];

export const TILE_WIDTH = 16;
export const MAP_HASH_LENGTH = 32;
/** How many bits a key has, and so how deep the tree can be. */
export const MAP_DEPTH = 8 * MAP_HASH_LENGTH;

export const EMPTY_TILE: MapTile = new Array<MapNode>(TILE_WIDTH).fill(undefined);

const MASKS_LENGTH = 4;

const lengthOf = (node: MapNode): number => {
  if (node === undefined) return 0;
  return node.kind === 'leaf' ? 2 * MAP_HASH_LENGTH : MAP_HASH_LENGTH;
};

/**
 * A tile as bytes: a mask of its leaves, a mask of its branches (two bytes each, big-endian, slot 0 the lowest bit), then
 * each slot in order: key and value of a leaf, the hash of a branch.
 */
export function encodeTile(tile: MapTile): Uint8Array {
  const bytes = new Uint8Array(tile.reduce((length, node) => length + lengthOf(node), MASKS_LENGTH));
  const masks = new DataView(bytes.buffer);
  let offset = MASKS_LENGTH;
  let [leaves, branches] = [0, 0];
  tile.forEach((node, slot) => {
    if (node === undefined) return;
    if (node.kind === 'leaf') {
      leaves |= 1 << slot;
      bytes.set(node.key, offset);
      bytes.set(node.value, offset + MAP_HASH_LENGTH);
    } else {
      branches |= 1 << slot;
      bytes.set(node.hash, offset);
    }
    offset += lengthOf(node);
  });
  masks.setUint16(0, leaves);
  masks.setUint16(2, branches);
  return bytes;
}

/**
 * Reads what `encodeTile` wrote.
 *
 * @throws {HanlianError} MAP_TILE_DAMAGED when the bytes are no tile.
 */
export function decodeTile(bytes: Uint8Array): MapTile {
  if (bytes.length < MASKS_LENGTH) throw damaged('it is too short to be one');
  const masks = new DataView(bytes.buffer, bytes.byteOffset);
  const [leaves, branches] = [masks.getUint16(0), masks.getUint16(2)];
  if ((leaves & branches) !== 0) throw damaged('a slot is both leaf and branch');
  let offset = MASKS_LENGTH;
  const take = (): Uint8Array => bytes.subarray(offset, (offset += MAP_HASH_LENGTH));
  const tile = EMPTY_TILE.map((_, slot): MapNode => {
    if (leaves & (1 << slot)) return { kind: 'leaf', key: take(), value: take() };
    return branches & (1 << slot) ? { kind: 'branch', hash: take() } : undefined;
  });
  if (offset !== bytes.length) throw damaged(`it has ${bytes.length} bytes, its slots call for ${offset}`);
  return tile;
}

const damaged = (reason: string): HanlianError =>
  new HanlianError('MAP_TILE_DAMAGED', `A tile of the state map is damaged: ${reason}`);

/** The four bits of a key that choose a slot in the tile at `depth` tiles below the root. */
export function slotAt(key: Uint8Array, depth: number): number {
  const byte = key[depth >> 1] as number;
  return depth % 2 === 0 ? byte >> 4 : byte & 15;
}
