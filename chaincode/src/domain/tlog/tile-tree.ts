import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import {
  consistencyNodes,
  inclusionNodes,
  nodeHash,
  type MerkleTree,
  type NodePlace,
} from '../merkle/index.js';
import { TILE_HEIGHT, TILE_WIDTH, widthIn, type Tile } from './tiles.js';

/** Gives a tile's hashes, as `readTile` reads them: from a disk, or over HTTP. */
export type TileSource = (tile: Tile & { readonly level: number }) => Promise<MerkleTree>;

/** A log's tree of one size, made of its tiles: roots and proofs read a few tiles each. */
export class TileTree {
  readonly size: number;
  readonly #digest: Digest;
  readonly #tiles: TileSource;

  constructor(digest: Digest, size: number, tiles: TileSource) {
    this.#digest = digest;
    this.size = size;
    this.#tiles = tiles;
  }

  /** @throws {HanlianError} PROOF_INVALID for an empty tree */
  root(): Promise<Uint8Array> {
    if (this.size === 0) throw new HanlianError('PROOF_INVALID', 'An empty log has no tiles');
    const level = Math.ceil(Math.log2(this.size));
    return this.#node({ level, position: 0 });
  }

  /**
   * The audit path of a leaf, lowest sibling first (RFC 6962 §2.1.1).
   *
   * @throws {HanlianError} PROOF_INVALID when the tree has no such leaf
   */
  inclusion(index: number): Promise<Uint8Array[]> {
    return this.#nodes(inclusionNodes(index, this.size));
  }

  /**
   * The proof that this tree appends to one of an older size (RFC 6962 §2.1.2).
   *
   * @throws {HanlianError} PROOF_INVALID unless 1 ≤ olderSize ≤ size
   */
  consistency(olderSize: number): Promise<Uint8Array[]> {
    return this.#nodes(consistencyNodes(olderSize, this.size));
  }

  /** A leaf's hash. */
  leaf(index: number): Promise<Uint8Array> {
    return this.#node({ level: 0, position: index });
  }

  #nodes(places: readonly NodePlace[]): Promise<Uint8Array[]> {
    return Promise.all(places.map((place) => this.#node(place)));
  }

  /** A node over leaves that are all there stands in a tile; another is made of the two below it. */
  async #node({ level, position }: NodePlace): Promise<Uint8Array> {
    if ((position + 1) * 2 ** level <= this.size) return this.#whole(level, position);
    const left = { level: level - 1, position: 2 * position };
    const right = { level: level - 1, position: 2 * position + 1 };
    if (right.position * 2 ** right.level >= this.size) return this.#node(left);
    const [leftHash, rightHash] = await Promise.all([this.#node(left), this.#node(right)]);
    return nodeHash(this.#digest, leftHash, rightHash);
  }

  async #whole(level: number, position: number): Promise<Uint8Array> {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const above = level - tileLevel * TILE_HEIGHT;
    const index = Math.floor((position * 2 ** above) / TILE_WIDTH);
    const tile = await this.#tiles({ level: tileLevel, index, width: widthIn(this.size, tileLevel, index) });
    const row = tile.levels[above] as readonly Uint8Array[];
    return row[position - index * (TILE_WIDTH / 2 ** above)] as Uint8Array;
  }
}
