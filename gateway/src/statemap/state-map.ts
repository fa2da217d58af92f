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
  type MapTiles,
} from '@hanlian/chaincode/domain';
import { inTurns, mapInTurns } from '../in-turns.js';
import { openDisposable, Writes, type Gathered, type Store } from '../storage/store.js';
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

/** Of how many checkpoints proofs are kept where nothing else is said. */
export const RETAIN = 1024;
/**
 * What bounds memory: a step reads its tiles in the order they lie in, so few tables need to be open at once, and hashes
 * do not get smaller.
 */
const STORE = { writeBufferSize: 16 * 1024 * 1024, maxOpenFiles: 256, compression: false };
const NO_BYTES = Buffer.alloc(0);
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
    return new StateMap(await openDisposable(folder, STORE), options);
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
    const batch = this.#store.batch();
    try {
      const hashed = await this.#hashed(changes);
      const root = await inTurns(updateMap(this.#sha256, this.#tilesInto(batch, block), hashed));
      if (keep) await this.#keepInto(batch, block, root);
      const head = { block, root, lastKept: keep ? block : this.#head.lastKept };
      batch.put(rows.head, encodeHead(head));
      await this.#writes.gathered(batch, { sync: true });
      this.#head = head;
      return root;
    } finally {
      await batch.close();
    }
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

  /** Each tile goes into the batch as soon as it is done: only those on the way down are held. */
  #tilesInto(batch: Gathered, block: number): MapTiles {
    const before = new Map<string, Buffer>();
    return {
      read: (path) => {
        const bytes = this.#store.getSync(rows.tile(path));
        if (bytes === undefined) return missing(path);
        before.set(path, bytes);
        return decodeTileRow(bytes).tile;
      },
      write: (path, tile) => {
        const old = before.get(path);
        before.delete(path);
        if (tile === undefined) batch.del(rows.tile(path));
        else batch.put(rows.tile(path), encodeTileRow({ since: block, tile }));
        // What was there is kept where a kept block can still see it.
        if (old === undefined || sinceOf(old) > this.#head.lastKept) return;
        batch.put(rows.past(path, block), old);
        batch.put(rows.stale(block, path), NO_BYTES);
      },
    };
  }

  #hashed(changes: Iterable<StateChange>): Promise<MapChange[]> {
    return mapInTurns([...changes], ([key, value]) => ({
      key: this.#sha256(utf8Encode(key)),
      value: value && this.#sha256(value),
    }));
  }

  /** Keeps a block provable, and drops what is no longer needed then. */
  async #keepInto(batch: Gathered, block: number, root: Uint8Array): Promise<void> {
    batch.put(rows.kept(block), Buffer.from(root));
    const kept = (await this.#store.keys(rows.allKept).all()).filter((key) => rows.keptOf(key) < block);
    const dropped = kept.slice(0, Math.max(0, kept.length + 1 - this.#retain));
    if (dropped.length === 0) return;
    for (const key of dropped) batch.del(key);
    const oldest = kept[dropped.length];
    const needless = rows.staleUpTo(oldest === undefined ? block : rows.keptOf(oldest));
    for await (const key of this.#store.keys(needless)) {
      const { until, path } = rows.staleOf(key);
      batch.del(key).del(rows.past(path, until));
    }
  }
}

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
