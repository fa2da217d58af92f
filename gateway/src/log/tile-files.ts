import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, syncFolder } from '@hanlian/certificates';
import { HanlianError, tilePath, TILE_WIDTH, type Tile } from '@hanlian/chaincode/domain';
import { allOver } from '../storage/all-over.js';

const OWNER_ONLY = 0o600;

/** A tile or bundle with its bytes. */
export interface TileBytes {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

/** Tiles as files, under the paths they are served at (c2sp.org/tlog-tiles). */
export class TileFiles {
  readonly #folder: string;
  readonly #made = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes tiles; bytes and names are on disk when this returns. */
  async write(tiles: readonly TileBytes[]): Promise<void> {
    const paths = tiles.map(({ tile }) => this.#path(tile));
    const folders = new Set(paths.map((path) => dirname(path)));
    for (const folder of folders) await this.#make(folder);
    const files = await openAll(paths);
    // The names stand since the files were opened, and need not wait for the bytes.
    const written = files.map((file, i) => writeSynced(file, (tiles[i] as TileBytes).bytes));
    await allOver([...written, ...[...folders].map(syncFolder)]);
  }

  /**
   * The bytes of a tile.
   *
   * @throws {HanlianError} LOG_DAMAGED when it is not there, though it was written
   */
  async read(tile: Tile): Promise<Buffer> {
    try {
      return await readFile(this.#path(tile));
    } catch (cause) {
      throw new HanlianError('LOG_DAMAGED', `${tilePath(tile)} cannot be read`, {}, { cause });
    }
  }

  /** Removes the partial forms of a tile that is whole now. */
  async removePartials(tile: Tile): Promise<void> {
    const folder = `${this.#path({ ...tile, width: TILE_WIDTH })}.p`;
    this.#made.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }

  #path(tile: Tile): string {
    return join(this.#folder, tilePath(tile));
  }

  async #make(folder: string): Promise<void> {
    if (this.#made.has(folder)) return;
    await makeFolder(folder);
    this.#made.add(folder);
  }
}

/** Opens all, or none. */
async function openAll(paths: readonly string[]): Promise<FileHandle[]> {
  const opening = paths.map((path) => open(path, 'w', OWNER_ONLY));
  try {
    return await allOver(opening);
  } catch (error) {
    const opened = (await Promise.allSettled(opening)).filter((one) => one.status === 'fulfilled');
    await Promise.all(opened.map(({ value }) => value.close()));
    throw error;
  }
}

async function writeSynced(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
