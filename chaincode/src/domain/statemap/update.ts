import { compareBytes, equalBytes } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import { mapHasher, subtree, type MapHasher } from './node.js';
import { EMPTY_TILE, slotAt, type MapLeaf, type MapNode, type MapTile } from './tile.js';

/** A key's hash and its new value's; without a value the key is gone. */
export interface MapChange {
  readonly key: Uint8Array;
  readonly value?: Uint8Array | undefined;
}

/** Where a map's tiles lie, each under its path: one hexadecimal digit for each tile above. */
export interface MapTiles {
  /** The tile at a path as it stood before; asked for once, and only where there is one, or for the root. */
  readonly read: (path: string) => MapTile;
  /** Takes a tile that changed, those below it first; undefined is a tile no longer there. */
  readonly write: (path: string, tile: MapTile | undefined) => void;
}

/**
 * Takes changes into a map, each key at most once, in any order; gives the root. No more tiles are held at a time than
 * lead to one key. It is done by pieces of some 256th of the keys, between which other work may be done: the map is whole
 * at the end only.
 */
export function* updateMap(
  digest: Digest,
  tiles: MapTiles,
  changes: readonly MapChange[],
): Generator<void, Uint8Array> {
  const update = new Update(mapHasher(digest), tiles);
  return update.hasher.hashOf(yield* update.tile('', tiles.read(''), [...changes].sort(byKey)));
}

/** How many tiles lie above those that are a piece each. */
const PIECE_DEPTH = 2;

class Update {
  readonly hasher: MapHasher;
  readonly #tiles: MapTiles;

  constructor(hasher: MapHasher, tiles: MapTiles) {
    this.hasher = hasher;
    this.#tiles = tiles;
  }

  /** Takes sorted changes into the tile at `path`; gives what it comes to. */
  *tile(path: string, tile: MapTile, changes: readonly MapChange[]): Generator<void, MapNode> {
    const slots = [...tile];
    for (const [slot, group] of groups(changes, path.length)) {
      slots[slot] = yield* this.#node(path + slot.toString(16), slots[slot], group);
    }
    const node = subtree(this.hasher, slots);
    if (slots.some((now, slot) => !isSame(now, tile[slot]))) {
      // Below the root, what is not a branch stands in the tile above.
      this.#tiles.write(path, path === '' || node?.kind === 'branch' ? slots : undefined);
    }
    if (path.length === PIECE_DEPTH) yield;
    return node;
  }

  *#node(path: string, node: MapNode, changes: readonly MapChange[]): Generator<void, MapNode> {
    if (node?.kind === 'branch') return yield* this.tile(path, this.#tiles.read(path), changes);
    const leaves = withLeaf(node, changes);
    return leaves.length > 1 ? yield* this.tile(path, EMPTY_TILE, leaves) : leaves[0];
  }
}

const byKey = (a: MapChange, b: MapChange): number => compareBytes(a.key, b.key);

/** Sorted changes by the slot they fall into. */
function* groups(changes: readonly MapChange[], depth: number): Generator<[number, readonly MapChange[]]> {
  for (let start = 0; start < changes.length;) {
    const slot = slotAt((changes[start] as MapChange).key, depth);
    let end = start + 1;
    while (end < changes.length && slotAt((changes[end] as MapChange).key, depth) === slot) end++;
    yield [slot, changes.slice(start, end)];
    start = end;
  }
}

/** The leaves there are after the changes, in order, where there was one at most. */
function withLeaf(leaf: MapLeaf | undefined, changes: readonly MapChange[]): MapLeaf[] {
  const leaves = changes.flatMap(({ key, value }): MapLeaf[] =>
    value === undefined ? [] : [{ kind: 'leaf', key, value }],
  );
  if (leaf === undefined || changes.some(({ key }) => equalBytes(key, leaf.key))) return leaves;
  return [...leaves, leaf].sort(byKey);
}

function isSame(a: MapNode, b: MapNode): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'branch') return b.kind === 'branch' && equalBytes(a.hash, b.hash);
  return b.kind === 'leaf' && equalBytes(a.key, b.key) && equalBytes(a.value, b.value);
}
