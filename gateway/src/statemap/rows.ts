import { decodeTile, encodeTile, type MapTile } from '@hanlian/chaincode/domain';

/** How far a map has come: the block whose end it stands at, and the last one it must be able to prove at. */
export interface MapHead {
  readonly block: number;
  readonly root: Uint8Array;
  readonly lastKept: number;
}

/** A tile, and the block since whose end it stands like this. */
export interface TileRow {
  readonly since: number;
  readonly tile: MapTile;
}

const BLOCK_DIGITS = 12;
const BLOCK_BYTES = 6;
const HASH_BYTES = 32;

const padded = (block: number): string => String(block).padStart(BLOCK_DIGITS, '0');

/** The keys of a map's store. */
export const rows = {
  head: 'head',
  /** A tile as it stands. */
  tile: (path: string) => `t~${path}`,
  allTiles: { gte: 't~', lt: 't~~' },
  pathOf: (key: string) => key.slice('t~'.length),
  /** A tile as it stood before block `until` changed it. */
  past: (path: string, until: number) => `p~${path}~${padded(until)}`,
  /** What a path's tile was at the end of `block` or later, oldest first. */
  pastAfter: (path: string, block: number) => ({ gt: `p~${path}~${padded(block)}`, lt: `p~${path}~~` }),
  /** Which past tiles nobody needs once nothing before `until` is proven. */
  stale: (until: number, path: string) => `x~${padded(until)}~${path}`,
  staleUpTo: (until: number) => ({ gte: 'x~', lt: `x~${padded(until)}~~` }),
  staleOf: (key: string) => ({
    until: Number(key.slice(2, 2 + BLOCK_DIGITS)),
    path: key.slice(3 + BLOCK_DIGITS),
  }),
  /** The root at the end of a block that proofs are kept for. */
  kept: (block: number) => `k~${padded(block)}`,
  allKept: { gte: 'k~', lt: 'k~~' },
  keptOf: (key: string) => Number(key.slice(2)),
} as const;

export function encodeHead({ block, root, lastKept }: MapHead): Buffer {
  const bytes = Buffer.alloc(2 * BLOCK_BYTES + HASH_BYTES);
  // One more, so that -1, before every block, is a number of bytes too.
  bytes.writeUIntBE(block + 1, 0, BLOCK_BYTES);
  bytes.writeUIntBE(lastKept + 1, BLOCK_BYTES, BLOCK_BYTES);
  bytes.set(root, 2 * BLOCK_BYTES);
  return bytes;
}

export const decodeHead = (bytes: Buffer): MapHead => ({
  block: bytes.readUIntBE(0, BLOCK_BYTES) - 1,
  lastKept: bytes.readUIntBE(BLOCK_BYTES, BLOCK_BYTES) - 1,
  root: bytes.subarray(2 * BLOCK_BYTES),
});

export function encodeTileRow({ since, tile }: TileRow): Buffer {
  const encoded = encodeTile(tile);
  const bytes = Buffer.alloc(BLOCK_BYTES + encoded.length);
  bytes.writeUIntBE(since, 0, BLOCK_BYTES);
  bytes.set(encoded, BLOCK_BYTES);
  return bytes;
}

/** @throws {HanlianError} MAP_TILE_DAMAGED */
export const decodeTileRow = (bytes: Buffer): TileRow => ({
  since: sinceOf(bytes),
  tile: decodeTile(bytes.subarray(BLOCK_BYTES)),
});

export const sinceOf = (bytes: Buffer): number => bytes.readUIntBE(0, BLOCK_BYTES);
