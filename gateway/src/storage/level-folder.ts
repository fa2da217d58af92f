import { open, readdir, readFile, stat, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '@hanlian/certificates';

// LevelDB's log format: blocks of 32 KiB; each record has a masked CRC-32C over type and data, a length and a type.
const BLOCK = 32 * 1024;
/** A log may be as long as a write buffer is large: it is looked through piece by piece. */
const PIECE = 32 * BLOCK;
const HEADER = 7;
const LAST_TYPE = 4;
// FULL and FIRST: the types that begin a write.
const BEGINNINGS = new Set([1, 2]);
const MASK_DELTA = 0xa282ead8;

/** Damage that LevelDB would pass over in silence. */
export class DamagedFolder extends Error {}

/**
 * Opens a LevelDB folder so that what it acknowledges from now on outlives a power failure, and what it acknowledged
 * before was not lost in silence. `make` gives the database, which opens itself as soon as it is made.
 * Throws `DamagedFolder`, and what LevelDB throws.
 */
export async function openDurably<Database extends { open(): Promise<void> }>(
  path: string,
  make: () => Database,
): Promise<Database> {
  await makeFolder(path);
  await refuseDamage(path);
  const database = await openOrBeginAnew(path, make);
  // LevelDB has renamed CURRENT, and does not sync that before it takes writes.
  await syncFolder(path);
  return database;
}

async function openOrBeginAnew<Database extends { open(): Promise<void> }>(
  path: string,
  make: () => Database,
): Promise<Database> {
  const database = make();
  try {
    await database.open();
    return database;
  } catch (error) {
    // LevelDB does not sync its first files before it points to them. Nothing can have been stored yet.
    if (isLocked(error) || !(await isUnfinished(path))) throw error;
    await Promise.all((await dataFiles(path)).map((name) => unlink(join(path, name))));
    await database.open();
    return database;
  }
}

/**
 * Closes a database after a write that failed, and opens it again: LevelDB may have left half a record in its log, would
 * write on behind it, and could not read back what it wrote there. Reads are refused for that moment, so it is not begun
 * before there is room for what opening writes: the log's records, as a table.
 */
export async function reopenDurably(
  database: { open(): Promise<void>; close(): Promise<void> },
  path: string,
): Promise<void> {
  await tryRoom(path);
  await database.close();
  await database.open();
  await syncFolder(path);
}

const SPARE_BYTES = 256 * 1024;

async function tryRoom(path: string): Promise<void> {
  const logs = (await filesOf(path)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(logs.map(async (name) => (await stat(join(path, name))).size));
  const needed = sizes.reduce((sum, size) => sum + size, SPARE_BYTES);
  const trial = join(path, 'room');
  try {
    await writeFile(trial, Buffer.alloc(needed), { flush: true });
  } finally {
    await unlink(trial).catch(() => undefined);
  }
}

/** Whether a failure means that no more can be written: disk, quota or the limit of a file's size. */
export function isFull(error: unknown): boolean {
  const text = `${String(error)} ${error instanceof Error ? String(error.cause) : ''}`;
  return /no space left|disk quota exceeded|file too large/i.test(text);
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { code?: unknown } | undefined)?.code === 'LEVEL_LOCKED';

const filesOf = (path: string): Promise<string[]> => readdir(path).catch(() => []);

const dataFiles = async (path: string): Promise<string[]> =>
  (await filesOf(path)).filter((name) => /\.(ldb|sst|log|dbtmp)$|^MANIFEST-|^CURRENT$/.test(name));

/** Whether the store was never finished being made: it has no table, no record, and still its very first manifest. */
async function isUnfinished(path: string): Promise<boolean> {
  const names = await dataFiles(path);
  const current = names.includes('CURRENT') ? await readFile(join(path, 'CURRENT'), 'utf8') : '';
  const sizes = names
    .filter((name) => /\.(ldb|sst|log)$/.test(name))
    .map(async (name) => (await stat(join(path, name))).size);
  return (await Promise.all(sizes)).every((size) => size === 0) && FIRST_CURRENT.has(current);
}

const FIRST_CURRENT: ReadonlySet<string> = new Set(['', 'MANIFEST-000001\n']);

/**
 * Looks at a LevelDB folder before LevelDB does. By itself LevelDB drops a log record whose checksum is wrong, and
 * takes a folder without CURRENT for a new one; both would lose acknowledged writes without a word. A bad record at the
 * very end is a write that was cut off before it was acknowledged, and may be dropped.
 */
async function refuseDamage(path: string): Promise<void> {
  const names = await dataFiles(path);
  if (names.length > 0 && !names.includes('CURRENT') && !(await isUnfinished(path)))
    throw new DamagedFolder('the file CURRENT is missing');
  for (const name of names.filter((file) => file.endsWith('.log'))) {
    const offset = await damageIn(join(path, name));
    if (offset !== undefined) throw new DamagedFolder(`${name} is damaged at byte ${offset}`);
  }
}

/** The offset of a bad record that the beginning of a good one follows. */
async function damageIn(path: string): Promise<number | undefined> {
  const log = await open(path);
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    let bad: number | undefined;
    for (let start = 0; ; start += PIECE) {
      const length = await fill(piece, log, start);
      const found = look(piece.subarray(0, length), bad === undefined ? undefined : bad - start);
      if (found.bad !== undefined) bad = start + found.bad;
      if (found.isFollowed) return bad;
      if (length < PIECE) return undefined;
    }
  } finally {
    await log.close();
  }
}

async function fill(piece: Buffer, file: FileHandle, position: number): Promise<number> {
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(piece, length, piece.length - length, position + length);
    length += bytesRead;
    if (bytesRead === 0 || length === piece.length) return length;
  }
}

/** The first bad record of whole blocks, or `bad` that came before them, and whether the beginning of a good one follows. */
function look(
  blocks: Buffer,
  bad: number | undefined,
): { readonly bad?: number; readonly isFollowed: boolean } {
  for (let block = 0; block < blocks.length; block += BLOCK) {
    const end = Math.min(block + BLOCK, blocks.length);
    let offset = block;
    while (offset + HEADER <= end) {
      if (isSound(blocks, offset, end)) {
        if (bad !== undefined && BEGINNINGS.has(blocks[offset + 6] ?? 0)) return { bad, isFollowed: true };
        offset += HEADER + blocks.readUInt16LE(offset + 4);
      } else {
        // Its length may be wrong too, so the next good record is looked for at every byte.
        bad ??= offset;
        offset += 1;
      }
    }
  }
  return { bad, isFollowed: false };
}

function isSound(log: Buffer, offset: number, end: number): boolean {
  const last = offset + HEADER + log.readUInt16LE(offset + 4);
  const type = log[offset + 6] ?? 0;
  if (last > end || type === 0 || type > LAST_TYPE) return false;
  return log.readUInt32LE(offset) === mask(crc32c(log.subarray(offset + 6, last)));
}

function mask(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

const CASTAGNOLI = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crc >>> 8) ^ (CASTAGNOLI[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
