import {
  buildTree,
  concatBytes,
  equalBytes,
  hashesAt,
  HanlianError,
  newTiles,
  readTile,
  TILE_WIDTH,
  TileTree,
  tilePath,
  widthIn,
  type Digest,
  type MerkleTree,
  type Tile,
} from '@hanlian/chaincode/domain';
import type { TileBytes, TileFiles } from './tile-files.js';

type HashTile = Tile & { readonly level: number };

/** Full tiles never change, and proofs read the same few again and again. */
const TILES_REMEMBERED = 512;

const damaged = (tile: Tile, cause?: unknown): HanlianError =>
  new HanlianError('LOG_DAMAGED', `${tilePath(tile)} is not what was written`, {}, { cause });

/** A growing tree in one hash function, its tiles in files. Only the tiles at its right edge are in memory. */
export class TileStack {
  readonly #digest: Digest;
  readonly #files: TileFiles;
  /** Of each level, the hashes of its last tile while it is not full. */
  readonly #edge: Uint8Array[][] = [];
  readonly #remembered = new Map<string, MerkleTree>();
  /** Of each level, the last tile as it was read since the tree last grew. */
  readonly #edgeTrees: MerkleTree[] = [];
  #size = 0;

  constructor(digest: Digest, files: TileFiles) {
    this.#digest = digest;
    this.#files = files;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes up a tree of that size from its files. */
  async load(size: number): Promise<void> {
    this.#size = size;
    this.#edge.length = 0;
    this.#edgeTrees.length = 0;
    for (let level = 0; hashesAt(size, level) > 0; level++) {
      const index = Math.floor(hashesAt(size, level) / TILE_WIDTH);
      const width = widthIn(size, level, index);
      const tile = { level, index, width };
      const hashes = width === 0 ? [] : this.#read(tile, await this.#files.read(tile)).levels[0];
      this.#edge[level] = [...(hashes as readonly Uint8Array[])];
    }
  }

  /** Appends leaf hashes and gives the tiles that are new. They must be on disk before anyone hears of the new size. */
  append(leaves: readonly Uint8Array[]): TileBytes[] {
    const older = this.#size;
    const full = new Map<string, Uint8Array>();
    this.#edgeTrees.length = 0;
    for (const leaf of leaves) this.#push(0, leaf, full);
    const tiles = [...newTiles(older, this.#size)].filter(
      (tile): tile is HashTile => tile.level !== 'entries',
    );
    return tiles.map((tile) => ({
      tile,
      bytes: full.get(tilePath(tile)) ?? concatBytes(...(this.#edge[tile.level] as Uint8Array[])),
    }));
  }

  #push(level: number, hash: Uint8Array, full: Map<string, Uint8Array>): void {
    const edge = (this.#edge[level] ??= []);
    edge.push(hash);
    if (level === 0) this.#size++;
    if (edge.length < TILE_WIDTH) return;
    const index = hashesAt(this.#size, level) / TILE_WIDTH - 1;
    const path = tilePath({ level, index, width: TILE_WIDTH });
    const tile = buildTree(this.#digest, edge);
    full.set(path, concatBytes(...edge));
    // Readers may ask for it before it is on disk.
    this.#remember(path, tile);
    this.#edge[level] = [];
    this.#push(level + 1, tile.root, full);
  }

  /** The hashes of the leaves from a tile's beginning on, in a tree of the present size. */
  async leaves(index: number): Promise<readonly Uint8Array[]> {
    return (await this.#tile({ level: 0, index })).levels[0] as readonly Uint8Array[];
  }

  /** The tree of a size it has now, or had. */
  tree(size = this.#size): TileTree {
    if (size > this.#size) {
      throw new HanlianError('PROOF_INVALID', `The log has ${this.#size} leaves`, { received: size });
    }
    return new TileTree(this.#digest, size, (tile) => this.#tile(tile));
  }

  /** The bytes of a tile of a tree of the present size: a narrower one is the beginning of what is there. */
  async bytes({ level, index, width }: HashTile): Promise<Uint8Array> {
    const wide = widthIn(this.#size, level, index);
    const hashes = (await this.#whole({ level, index, width: wide })).levels[0] as readonly Uint8Array[];
    return concatBytes(...hashes.slice(0, width));
  }

  /** Rows of nodes over whole subtrees are the same in a narrower tile; only such nodes are asked for. */
  #tile({ level, index }: Omit<HashTile, 'width'>): Promise<MerkleTree> {
    return this.#whole({ level, index, width: widthIn(this.#size, level, index) });
  }

  async #whole(tile: HashTile): Promise<MerkleTree> {
    if (tile.width < TILE_WIDTH) return this.#edgeTree(tile.level);
    const path = tilePath(tile);
    const known = this.#remembered.get(path);
    if (known !== undefined) return known;
    const read = this.#read(tile, await this.#files.read(tile));
    await this.#requireSame(tile, read.root);
    this.#remember(path, read);
    return read;
  }

  #read(tile: HashTile, bytes: Uint8Array): MerkleTree {
    try {
      return readTile(this.#digest, tile, bytes);
    } catch (cause) {
      throw damaged(tile, cause);
    }
  }

  /** The tile above has the root of a full one: what does not lead there was damaged since it was written. */
  async #requireSame({ level, index }: HashTile, root: Uint8Array): Promise<void> {
    const above = await this.#tile({ level: level + 1, index: Math.floor(index / TILE_WIDTH) });
    const known = (above.levels[0] as readonly Uint8Array[])[index % TILE_WIDTH] as Uint8Array;
    if (!equalBytes(known, root)) throw damaged({ level, index, width: TILE_WIDTH });
  }

  #edgeTree(level: number): MerkleTree {
    return (this.#edgeTrees[level] ??= buildTree(this.#digest, [...(this.#edge[level] ?? [])]));
  }

  #remember(path: string, tile: MerkleTree): void {
    if (this.#remembered.size >= TILES_REMEMBERED) {
      this.#remembered.delete(this.#remembered.keys().next().value as string);
    }
    this.#remembered.set(path, tile);
  }
}
