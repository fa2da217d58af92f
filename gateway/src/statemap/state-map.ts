import {
  EMPTY_MAP,
  EMPTY_TILE,
  encodeTile,
  HanlianError,
  nextTile,
  proveInMap,
  updateMap,
  utf8Encode,
  type Digest,
  type MapChange,
  type MapProof,
  type MapTile,
} from '@hanlian/chaincode/domain';
import { openDisposable, Writes, type Change, type Store } from '../storage/store.js';
import { decodeHead, decodeTileRow, encodeHead, encodeTileRow, rows, sinceOf, type MapHead } from './rows.js';

/** A key of the world state and its new value; undefined where the key is deleted. */
export type StateChange = readonly [key: string, value: Uint8Array | undefined];

export interface MapStep {
  /** The step ends with this block. */
  readonly block: number;
  /** The last change of each key since the step before. */
  readonly changes: Iterable<StateChange>;
  /** Whether proofs at the end of this block will be asked for. */
  readonly keep: boolean;
}

export interface StateMapOptions {
  readonly sha256: Digest;
  /** Of how many blocks proofs are kept, the newest first; two at least. */
  readonly retain?: number;
}

const RETAIN = 1024;
const WRITE_BUFFER = 32 * 1024 * 1024;
const NOTHING: MapHead = { block: -1, root: EMPTY_MAP, lastKept: -1 };

/**
 * The public world state as a Merkle map, on disk. Disposable: it depends on the ledger alone. Tiles are changed in place;
 * what a tile was at a kept block stays beside it as long as that block is kept.
 */
export class StateMap {
  readonly #store: Store;
  readonly #writes: Writes;
  readonly #sha256: Digest;
  readonly #retain: number;
  #head: MapHead;

  private constructor(store: Store, { sha256, retain = RETAIN }: StateMapOptions) {
    this.#store = store;
    this.#writes = new Writes(store);
    this.#sha256 = sha256;
    this.#retain = retain;
    this.#head = headIn(store);
  }

  /** @throws {HanlianError} LEDGER_LOCKED, LEDGER_DISK_FULL */
  static async open(folder: string, options: StateMapOptions): Promise<StateMap> {
    return new StateMap(await openDisposable(folder, { writeBufferSize: WRITE_BUFFER }), options);
  }

  /** Where the map stands: at the end of a block, with a root. */
  get head(): Pick<MapHead, 'block' | 'root'> {
    return this.#head;
  }

  /**
   * Takes one step, in one batch, on disk when this returns. One at a time.
   *
   * @throws {HanlianError} LEDGER_DISK_FULL, LEDGER_DAMAGED, MAP_TILE_DAMAGED
   */
  async step({ block, changes, keep }: MapStep): Promise<Uint8Array> {
    if (await this.#writes.mended()) this.#head = headIn(this.#store);
    const before = new Map<string, Buffer>();
    const { root, tiles } = updateMap(
      this.#sha256,
      (path) => this.#read(path, before),
      this.#hashed(changes),
    );
    const written = [...tiles].flatMap(([path, tile]) => this.#replaced(path, tile, before.get(path), block));
    const head = { block, root, lastKept: keep ? block : this.#head.lastKept };
    const kept = keep ? [put(rows.kept(block), root), ...(await this.#outdated(block))] : [];
    await this.#writes.batch([...written, ...kept, put(rows.head, encodeHead(head))], { sync: true });
    this.#head = head;
    return root;
  }

  /** The root at the end of a block that is kept; undefined for others. */
  rootAt(block: number): Uint8Array | undefined {
    return this.#store.getSync(rows.kept(block));
  }

  /**
   * The proof that a key held what it held at the end of a kept block, or that it did not exist.
   *
   * @throws {HanlianError} MAP_CHECKPOINT_UNKNOWN, MAP_TILE_DAMAGED
   */
  async prove(key: string, block: number): Promise<MapProof> {
    const hash = this.#sha256(utf8Encode(key));
    const snapshot = this.#store.snapshot();
    const view = { store: this.#store, snapshot };
    try {
      if (this.#store.getSync(rows.kept(block), { snapshot }) === undefined) throw unknown(block);
      const way: MapTile[] = [];
      for (let path = nextTile(hash, way); path !== undefined; path = nextTile(hash, way)) {
        way.push(await tileAt(view, path, block));
      }
      return proveInMap(this.#sha256, hash, way);
    } finally {
      await snapshot.close();
    }
  }

  /** The tiles as they stand, by path, in order: for comparison. */
  async *tiles(): AsyncGenerator<[path: string, tile: Uint8Array], undefined> {
    for await (const [key, bytes] of this.#store.iterator(rows.allTiles)) {
      yield [rows.pathOf(key), encodeTile(decodeTileRow(bytes).tile)];
    }
    return undefined;
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** The tile at a path, whose bytes are noted too. */
  #read(path: string, noted: Map<string, Buffer>): MapTile {
    const bytes = this.#store.getSync(rows.tile(path));
    if (bytes === undefined) return missing(path);
    noted.set(path, bytes);
    return decodeTileRow(bytes).tile;
  }

  #hashed(changes: Iterable<StateChange>): MapChange[] {
    return [...changes].map(([key, value]) => ({
      key: this.#sha256(utf8Encode(key)),
      value: value && this.#sha256(value),
    }));
  }

  /** Writes a tile over the one that was there, which is kept where a kept block can still see it. */
  #replaced(path: string, tile: MapTile | undefined, before: Buffer | undefined, block: number): Change[] {
    const name = rows.tile(path);
    const change: Change =
      tile === undefined
        ? { type: 'del', key: name }
        : { type: 'put', key: name, value: encodeTileRow({ since: block, tile }) };
    if (before === undefined || sinceOf(before) > this.#head.lastKept) return [change];
    return [change, put(rows.past(path, block), before), put(rows.stale(block, path), Buffer.alloc(0))];
  }

  /** What is no longer needed once a block more is kept. */
  async #outdated(block: number): Promise<Change[]> {
    const kept = (await this.#store.keys(rows.allKept).all()).filter((key) => rows.keptOf(key) < block);
    const dropped = kept.slice(0, Math.max(0, kept.length + 1 - this.#retain));
    if (dropped.length === 0) return [];
    const oldest = kept[dropped.length];
    const needless = rows.staleUpTo(oldest === undefined ? block : rows.keptOf(oldest));
    const stale = await this.#store.keys(needless).all();
    const past = stale.map((key) => {
      const { until, path } = rows.staleOf(key);
      return rows.past(path, until);
    });
    return [...dropped, ...stale, ...past].map(del);
  }
}

const put = (key: string, value: Uint8Array): Change => ({ type: 'put', key, value: Buffer.from(value) });
const del = (key: string): Change => ({ type: 'del', key });

function headIn(store: Store): MapHead {
  const bytes = store.getSync(rows.head);
  return bytes === undefined ? NOTHING : decodeHead(bytes);
}

/** Only the root of an empty map has no tile. */
function missing(path: string): MapTile {
  if (path === '') return EMPTY_TILE;
  throw new HanlianError('MAP_TILE_DAMAGED', `Tile ${path} of the state map is missing`);
}

const unknown = (block: number): HanlianError =>
  new HanlianError('MAP_CHECKPOINT_UNKNOWN', `No proofs are kept for the end of block ${block}`, {
    received: block,
  });

interface View {
  readonly store: Store;
  readonly snapshot: ReturnType<Store['snapshot']>;
}

/** The tile at a path as it stood at the end of a block. */
async function tileAt({ store, snapshot }: View, path: string, block: number): Promise<MapTile> {
  const current = store.getSync(rows.tile(path), { snapshot });
  if (current !== undefined && sinceOf(current) <= block) return decodeTileRow(current).tile;
  const [past] = await store.values({ ...rows.pastAfter(path, block), limit: 1, snapshot }).all();
  return past === undefined || sinceOf(past) > block ? missing(path) : decodeTileRow(past).tile;
}
