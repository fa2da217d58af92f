import {
  concatBytes,
  EMPTY_MAP,
  EMPTY_TILE,
  hexEncode,
  nextTile,
  proveInMap,
  updateMap,
  type Digest,
  type MapChange,
  type MapProof,
  type MapTile,
} from '@hanlian/chaincode/domain';

/** A map held in memory, tile by tile. */
export class MemoryMap {
  readonly tiles = new Map<string, MapTile>();
  readonly #digest: Digest;
  root: Uint8Array = EMPTY_MAP;
  /** How often a tile was written or removed. */
  written = 0;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  update(changes: readonly MapChange[]): void {
    const pieces = updateMap(this.#digest, this, changes);
    let piece = pieces.next();
    while (!piece.done) piece = pieces.next();
    this.root = piece.value;
  }

  readonly read = (path: string): MapTile => this.tile(path);

  readonly write = (path: string, tile: MapTile | undefined): void => {
    this.written++;
    if (tile === undefined) this.tiles.delete(path);
    else this.tiles.set(path, tile);
  };

  tile(path: string): MapTile {
    const tile = this.tiles.get(path) ?? (path === '' ? EMPTY_TILE : undefined);
    if (tile === undefined) throw new Error(`no tile ${path}`);
    return tile;
  }

  prove(key: Uint8Array): MapProof {
    const way: MapTile[] = [];
    for (let path = nextTile(key, way); path !== undefined; path = nextTile(key, way)) {
      way.push(this.tile(path));
    }
    return proveInMap(this.#digest, key, way);
  }
}

const bitOf = (key: Uint8Array, bit: number): number => (key[bit >> 3]! >> (7 - (bit & 7))) & 1;

/** The definition, word for word: nothing, a lone leaf, or the hash over both halves by the next bit of the key. */
export function rootByDefinition(
  digest: Digest,
  leaves: readonly (readonly [Uint8Array, Uint8Array])[],
  bit = 0,
): Uint8Array {
  if (leaves.length === 0) return EMPTY_MAP;
  if (leaves.length === 1) return digest(concatBytes(new Uint8Array([0]), ...leaves[0]!));
  const halves = [0, 1].map((side) =>
    rootByDefinition(
      digest,
      leaves.filter(([key]) => bitOf(key, bit) === side),
      bit + 1,
    ),
  );
  return digest(concatBytes(new Uint8Array([1]), ...halves));
}

/** What a map holds by the plainest means. */
export class Model {
  readonly entries = new Map<string, readonly [Uint8Array, Uint8Array]>();

  update(changes: readonly MapChange[]): void {
    for (const { key, value } of changes) {
      if (value === undefined) this.entries.delete(hexEncode(key));
      else this.entries.set(hexEncode(key), [key, value]);
    }
  }

  root(digest: Digest): Uint8Array {
    return rootByDefinition(digest, [...this.entries.values()]);
  }
}
