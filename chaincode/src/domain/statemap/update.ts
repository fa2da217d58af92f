import { equalBytes } from '../encoding/index.js';
import type { Digest } from '../hash.js';
import { mapHasher, subtree, type MapHasher } from './node.js';
import { EMPTY_TILE, slotAt, type MapLeaf, type MapNode, type MapTile } from './tile.js';

/** A key's hash and its new value's; without a value the key is gone. */
export interface MapChange {
  readonly key: Uint8Array;
  readonly value?: Uint8Array | undefined;
}

export interface MapUpdate {
  readonly root: Uint8Array;
  /** The tiles that changed, by path: one hexadecimal digit for each tile above. Undefined is a tile no longer there. */
  readonly tiles: ReadonlyMap<string, MapTile | undefined>;
}

/**
 * Takes changes into a map, each key at most once, in any order. `read` gives the tile at a path as it stands; the
 * root of a map never written is the empty one.
 */
export function updateMap(
  digest: Digest,
  read: (path: string) => MapTile,
  changes: readonly MapChange[],
): MapUpdate {
  const update = new Update(mapHasher(digest), read);
  const root = update.tile('', read(''), [...changes].sort(byKey));
  return { root: update.hasher.hashOf(root), tiles: update.tiles };
}

class Update {
  readonly tiles = new Map<string, MapTile | undefined>();
  readonly hasher: MapHasher;
  readonly #read: (path: string) => MapTile;

  constructor(hasher: MapHasher, read: (path: string) => MapTile) {
    this.hasher = hasher;
    this.#read = read;
  }

  /** Takes sorted changes into the tile at `path`; gives what it comes to. */
  tile(path: string, tile: MapTile, changes: readonly MapChange[]): MapNode {
    const slots = [...tile];
    for (const [slot, group] of groups(changes, path.length)) {
      slots[slot] = this.#node(path + slot.toString(16), slots[slot], group);
    }
    const node = subtree(this.hasher, slots);
    if (slots.some((now, slot) => !isSame(now, tile[slot]))) {
      // Below the root, what is not a branch stands in the tile above.
      this.tiles.set(path, path === '' || node?.kind === 'branch' ? slots : undefined);
    }
    return node;
  }

  #node(path: string, node: MapNode, changes: readonly MapChange[]): MapNode {
    if (node?.kind === 'branch') return this.tile(path, this.#read(path), changes);
    const leaves = withLeaf(node, changes);
    return leaves.length > 1 ? this.tile(path, EMPTY_TILE, leaves) : leaves[0];
  }
}

const compare = (a: Uint8Array, b: Uint8Array): number => {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
};

const byKey = (a: MapChange, b: MapChange): number => compare(a.key, b.key);

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
