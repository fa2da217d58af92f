import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import { buildTree, type MerkleTree } from '../merkle/index.js';
import { parseDecimal } from './decimal.js';

/** A full tile holds 2^8 hashes of 32 bytes. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
const HASH_LENGTH = 32;
const MAX_LEVEL = 63;

/** A tile of the tree, or with level `entries` a bundle of log entries (c2sp.org/tlog-tiles). */
export interface Tile {
  /** 0 holds the leaf hashes; each hash of level l + 1 is the root of a full tile of level l. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; less than 256: a partial tile. */
  readonly width: number;
}

const malformed = (message: string, expected: string | number): HanlianError =>
  new HanlianError('TILE_MALFORMED', message, { expected });

/** An index as path elements of three digits, all but the last with an `x`: 1234067 is `x001/x234/067`. */
function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const parts = padded.match(/.{3}/g) as string[];
  return parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part)).join('/');
}

/** `tile/<level>/<index>[.p/<width>]` */
export const tilePath = ({ level, index, width }: Tile): string =>
  `tile/${level}/${indexPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;

const PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/**
 * Reads such a path; there is one text for each tile.
 *
 * @throws {HanlianError} TILE_MALFORMED
 */
export function parseTilePath(path: string): Tile {
  const found = PATH.exec(path);
  const tile = found === null ? undefined : tileOf(found as unknown as PathParts);
  if (tile === undefined || tilePath(tile) !== path) {
    throw malformed('This is no path of a tile', 'tile/<level>/<index>[.p/<width>]');
  }
  return tile;
}

type PathParts = readonly [string, string, string, string | undefined];

function tileOf([, level, index, width]: PathParts): Tile | undefined {
  const wide = width === undefined ? TILE_WIDTH : (parseDecimal(width) ?? 0);
  if (wide < 1 || wide > TILE_WIDTH || Number(level) > MAX_LEVEL) return undefined;
  const place = Number(index.replaceAll(/[x/]/g, ''));
  if (!Number.isSafeInteger(place)) return undefined;
  return { level: level === 'entries' ? level : Number(level), index: place, width: wide };
}

/** How many hashes a level of tiles holds in a tree of that size. */
export const hashesAt = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How wide a tile is in a tree of that size; 0 where there is none. */
export const widthIn = (size: number, level: number, index: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, hashesAt(size, level) - index * TILE_WIDTH));

/** The tiles that change or come into being as a tree grows from one size to another, bundles first. */
export function* newTiles(older: number, newer: number): Generator<Tile> {
  if (newer > older) yield* grown('entries', older, newer);
  for (let level = 0; hashesAt(newer, level) > 0; level++) {
    yield* grown(level, hashesAt(older, level), hashesAt(newer, level));
  }
}

function* grown(level: Tile['level'], from: number, to: number): Generator<Tile> {
  if (to === from) return;
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
    yield { level, index, width: Math.min(TILE_WIDTH, to - index * TILE_WIDTH) };
  }
}

/**
 * The hashes of a tile, with the nodes above them.
 *
 * @throws {HanlianError} TILE_MALFORMED when it is truncated or too long
 */
export function readTile(digest: Digest, { width }: Pick<Tile, 'width'>, bytes: Uint8Array): MerkleTree {
  if (bytes.length !== width * HASH_LENGTH) {
    throw malformed(`The tile has ${bytes.length} bytes`, width * HASH_LENGTH);
  }
  const hashes = Array.from({ length: width }, (_, i) =>
    bytes.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH),
  );
  return buildTree(digest, hashes);
}
