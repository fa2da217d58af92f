import { join } from 'node:path';
import { makeFolder } from '@hanlian/certificates';
import {
  base64Encode,
  decodeBundle,
  encodeBundle,
  equalBytes,
  HanlianError,
  leafHash,
  newTiles,
  tilePath,
  TILE_WIDTH,
  widthIn,
  type Hashes,
  type Tile,
  type TileTree,
} from '@hanlian/chaincode/domain';
import { z } from 'zod';
import type { Position } from '../ledger/port.js';
import { START } from '../ledger/port.js';
import { allOver } from '../storage/all-over.js';
import { readFileIfPresent, writeBeside } from '../storage/files.js';
import { TileFiles, type TileBytes } from './tile-files.js';
import { TileStack } from './tile-stack.js';

const STATE = 'state.json';
const position = z.strictObject({ block: z.int().min(-1), index: z.int().min(-1) });
const stateSchema = z.strictObject({
  v: z.literal(1),
  size: z.int().min(0),
  position,
  root: z.string(),
  sm3Root: z.string(),
});

export type Roots = Readonly<Record<keyof Hashes, Uint8Array>>;

/** How far the log has come: everything up to here is on disk. */
interface State {
  readonly size: number;
  /** After which transaction to go on. */
  readonly position: Position;
}

/**
 * The log of one hub on disk: entry bundles and tiles in SHA-256 under the paths they are served at, tiles in SM3 beside
 * them, and last a file that says how many leaves are there. What a crash left beyond it is written again, the same. It
 * can be made anew from the ledger at any time.
 */
export class LogStore {
  readonly #folder: string;
  readonly #hashes: Hashes;
  readonly #files: TileFiles;
  readonly #sm3Files: TileFiles;
  readonly #trees: Readonly<Record<keyof Hashes, TileStack>>;
  /** The entries of the last bundle while it is not full. */
  #edge: Uint8Array[] = [];
  #state: State = { size: 0, position: START };
  #isStale = false;

  private constructor(folder: string, hashes: Hashes) {
    this.#folder = folder;
    this.#hashes = hashes;
    this.#files = new TileFiles(folder);
    this.#sm3Files = new TileFiles(join(folder, 'sm3'));
    this.#trees = {
      sha256: new TileStack(hashes.sha256, this.#files),
      sm3: new TileStack(hashes.sm3, this.#sm3Files),
    };
  }

  /** @throws {HanlianError} LOG_DAMAGED when files are missing or are not what was written */
  static async open(folder: string, hashes: Hashes): Promise<LogStore> {
    await makeFolder(folder);
    const store = new LogStore(folder, hashes);
    const text = await readFileIfPresent(join(folder, STATE));
    if (text !== undefined) await store.#load(text);
    return store;
  }

  async #load(text: string): Promise<void> {
    const { size, position: reached, root, sm3Root } = readState(text);
    await this.#loadTrees(size);
    const index = Math.floor(size / TILE_WIDTH);
    const width = size % TILE_WIDTH;
    if (width > 0) {
      const tile = { level: 'entries', index, width } as const;
      this.#edge = bundleOf(tile, await this.#files.read(tile));
    }
    this.#state = { size, position: reached };
    await this.#requireLeaves(size - width, this.#edge);
    const found = await this.#rootsOf(size);
    if (base64Encode(found.sha256) === root && base64Encode(found.sm3) === sm3Root) return;
    throw new HanlianError('LOG_DAMAGED', 'The tiles do not lead to the root they had');
  }

  async #loadTrees(size: number): Promise<void> {
    await this.#trees.sha256.load(size);
    await this.#trees.sm3.load(size);
  }

  get size(): number {
    return this.#state.size;
  }

  get position(): Position {
    return this.#state.position;
  }

  /** Appends entries up to a place of the ledger; they are on disk when this returns. */
  async append(entries: readonly Uint8Array[], reached: Position): Promise<void> {
    // What an earlier failure left half done in memory is on disk as it was before.
    if (this.#isStale) await this.#loadTrees(this.size);
    this.#isStale = true;
    const size = this.size + entries.length;
    const { tiles: bundles, edge } = this.#bundles(entries);
    const { sha256, sm3 } = this.#trees;
    const tiles = sha256.append(entries.map((entry) => leafHash(this.#hashes.sha256, entry)));
    const sm3Tiles = sm3.append(entries.map((entry) => leafHash(this.#hashes.sm3, entry)));
    const state = this.#writeState({ size, position: reached }, await this.#rootsOf(size));
    // Synced side by side: only when all of it is there does the state, the last, take its place.
    await allOver([this.#files.write([...bundles, ...tiles]), this.#sm3Files.write(sm3Tiles), state]);
    const putInPlace = await state;
    await putInPlace();
    this.#state = { size, position: reached };
    this.#edge = edge;
    this.#isStale = false;
    await removePartials(this.#files, [...bundles, ...tiles]);
    await removePartials(this.#sm3Files, sm3Tiles);
  }

  /** The bundles that are new, and the entries of the last while it is not full. */
  #bundles(entries: readonly Uint8Array[]): { tiles: TileBytes[]; edge: Uint8Array[] } {
    const before = this.size - this.#edge.length;
    const all = [...this.#edge, ...entries];
    const size = before + all.length;
    const tiles = [...newTiles(this.size, size)]
      .filter(({ level }) => level === 'entries')
      .map((tile) => {
        const from = tile.index * TILE_WIDTH - before;
        return { tile, bytes: encodeBundle(all.slice(from, from + tile.width)) };
      });
    return { tiles, edge: all.slice(Math.floor(size / TILE_WIDTH) * TILE_WIDTH - before) };
  }

  #writeState({ size, position: reached }: State, roots: Roots): Promise<() => Promise<void>> {
    const [root, sm3Root] = [roots.sha256, roots.sm3].map(base64Encode);
    const state = { v: 1, size, position: reached, root, sm3Root };
    return writeBeside(join(this.#folder, STATE), JSON.stringify(state));
  }

  /**
   * The roots of a size it has, or had.
   *
   * @throws {HanlianError} PROOF_INVALID beyond the end
   */
  async roots(size = this.size): Promise<Roots> {
    this.#requireWithin(size);
    return this.#rootsOf(size);
  }

  async #rootsOf(size: number): Promise<Roots> {
    const { sha256, sm3 } = this.#hashes;
    const nothing = new Uint8Array(0);
    if (size === 0) return { sha256: sha256(nothing), sm3: sm3(nothing) };
    const trees = [this.#trees.sha256, this.#trees.sm3];
    const [root, sm3Root] = await Promise.all(trees.map((tree) => tree.tree(size).root()));
    return { sha256: root as Uint8Array, sm3: sm3Root as Uint8Array };
  }

  /** The SHA-256 tree of a size. */
  tree(size: number): TileTree {
    this.#requireWithin(size);
    return this.#trees.sha256.tree(size);
  }

  #requireWithin(size: number): void {
    if (size <= this.size) return;
    throw new HanlianError('PROOF_INVALID', `The log has ${this.size} leaves`, { received: size });
  }

  /** @throws {HanlianError} NOT_FOUND when the log is not that long */
  async tile({ level, index, width }: Tile): Promise<Uint8Array> {
    const wide = widthIn(this.size, level === 'entries' ? 0 : level, index);
    if (width > wide) throw new HanlianError('NOT_FOUND', 'The log has no such tile');
    if (level !== 'entries') return this.#trees.sha256.bytes({ level, index, width });
    const entries = (await this.#bundle(index)).slice(0, width);
    await this.#requireLeaves(index * TILE_WIDTH, entries);
    return encodeBundle(entries);
  }

  /** @throws {HanlianError} NOT_FOUND when the log has no such entry */
  async entry(index: number): Promise<Uint8Array> {
    if (index < 0 || index >= this.size) throw new HanlianError('NOT_FOUND', 'The log has no such entry');
    const entries = await this.#bundle(Math.floor(index / TILE_WIDTH));
    const entry = entries[index % TILE_WIDTH] as Uint8Array;
    await this.#requireLeaves(index, [entry]);
    return entry;
  }

  async #bundle(index: number): Promise<Uint8Array[]> {
    const width = widthIn(this.size, 0, index);
    if (width < TILE_WIDTH) return this.#edge.slice(0, width);
    const tile = { level: 'entries', index, width } as const;
    return bundleOf(tile, await this.#files.read(tile));
  }

  /** Entries of one bundle must be the leaves of the tree, from the place of the first on. */
  async #requireLeaves(first: number, entries: readonly Uint8Array[]): Promise<void> {
    const index = Math.floor(first / TILE_WIDTH);
    const leaves = (await this.#trees.sha256.leaves(index)).slice(first % TILE_WIDTH);
    const isSame = (entry: Uint8Array, i: number): boolean =>
      equalBytes(leafHash(this.#hashes.sha256, entry), leaves[i] as Uint8Array);
    if (entries.every(isSame)) return;
    throw damaged({ level: 'entries', index, width: widthIn(this.size, 0, index) });
  }
}

const damaged = (tile: Tile, cause?: unknown): HanlianError =>
  new HanlianError('LOG_DAMAGED', `${tilePath(tile)} is not what was written`, {}, { cause });

function bundleOf(tile: Tile, bytes: Uint8Array): Uint8Array[] {
  try {
    return decodeBundle(bytes, tile.width);
  } catch (cause) {
    throw damaged(tile, cause);
  }
}

async function removePartials(files: TileFiles, tiles: readonly TileBytes[]): Promise<void> {
  for (const { tile } of tiles) if (tile.width === TILE_WIDTH) await files.removePartials(tile);
}

function readState(text: string): z.infer<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new HanlianError('LOG_DAMAGED', `${STATE} of the log is damaged`, {}, { cause });
  }
}
