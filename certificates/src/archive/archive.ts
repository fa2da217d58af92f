import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

// What yauzl 3.4 has and its published types do not know yet.
declare module 'yauzl' {
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
  }
  function fromBufferPromise(bytes: Buffer, options: Options): Promise<ZipFile>;
}

/** What an archive may hold; the bounds are checked before anything is unpacked. */
export interface Limits {
  readonly files: number;
  /** Bytes unpacked, of one file and of all. */
  readonly bytesOfOne: number;
  readonly bytes: number;
  readonly name: RegExp;
}

/** Deflate's own bound, 1032 to 1, is what bombs come near; documents stay far below this. */
const MOST_RATIO = 200;
const SMALL = 64 * 1024;
const STORED = 0;
const DEFLATED = 8;

/** Why an archive is none that an honest sender makes. */
export class UnsafeArchive extends Error {
  override readonly name = 'UnsafeArchive';

  constructor(readonly reason: string) {
    super(reason);
  }
}

/** An archive whose directory was looked through. */
export interface Archive {
  /** In the order they stand. */
  readonly names: readonly string[];
  /** Throws UnsafeArchive where the file does not unpack to what the directory says. */
  read(name: string): Promise<Buffer>;
}

/** Opens a zip archive. Throws UnsafeArchive. */
export const openArchive = async (bytes: Buffer, limits: Limits): Promise<Archive> => {
  const { zip, entries } = await explained(async () => {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
    return { zip, entries: await entriesOf(zip, limits) };
  });
  return {
    names: [...entries.keys()],
    read: (name) =>
      explained(async () => buffer(await zip.openReadStreamPromise(entries.get(name) as Entry))),
  };
};

/** Two names that differ in case are one file on some systems. */
const entriesOf = async (zip: ZipFile, limits: Limits): Promise<ReadonlyMap<string, Entry>> => {
  if (zip.entryCount > limits.files) throw new UnsafeArchive('tooManyFiles');
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    if (name.endsWith('/') && entry.uncompressedSize === 0) continue;
    requireHarmless(entry, limits);
    if (seen.has(name.toLowerCase())) throw new UnsafeArchive('nameTwice');
    seen.add(name.toLowerCase());
    unpacked += entry.uncompressedSize;
    if (unpacked > limits.bytes) throw new UnsafeArchive('tooLarge');
    entries.set(name, entry);
  }
  return entries;
};

const requireHarmless = (entry: Entry, { name, bytesOfOne }: Limits): void => {
  const { fileName, compressedSize, uncompressedSize, compressionMethod } = entry;
  if (!name.test(fileName)) throw new UnsafeArchive('path');
  if (entry.isEncrypted() || ![STORED, DEFLATED].includes(compressionMethod)) {
    throw new UnsafeArchive('packing');
  }
  if (uncompressedSize > bytesOfOne) throw new UnsafeArchive('tooLarge');
  if (uncompressedSize > SMALL && uncompressedSize > MOST_RATIO * compressedSize) {
    throw new UnsafeArchive('ratio');
  }
};

const explained = async <T>(open: () => Promise<T>): Promise<T> => {
  try {
    return await open();
  } catch (error) {
    throw error instanceof UnsafeArchive ? error : new UnsafeArchive('archive');
  }
};
