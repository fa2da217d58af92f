import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { OfdFault } from './fault.js';

// What yauzl 3.4 has and its published types do not know yet.
declare module 'yauzl' {
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
  }
  function fromBufferPromise(bytes: Buffer, options: Options): Promise<ZipFile>;
}

const MOST_FILES = 1000;
const MOST_UNPACKED = 32 * 1024 * 1024;
/** Deflate's own bound, 1032 to 1, is what bombs come near; page descriptions stay far below this. */
const MOST_RATIO = 200;
const SMALL = 64 * 1024;
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;
const STORED = 0;
const DEFLATED = 8;

/** The files of a container by their path, which begins with a slash (GB/T 33190 §7.1). */
export type Files = ReadonlyMap<string, Buffer>;

/**
 * Unpacks a container into memory, within bounds that are checked before anything is unpacked. Throws OfdFault.
 */
export const unpack = async (bytes: Buffer): Promise<Files> => {
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
    if (zip.entryCount > MOST_FILES) throw unsafe('tooManyFiles');
    const entries = await entriesOf(zip);
    const files = new Map<string, Buffer>();
    for (const [name, entry] of entries) {
      files.set(`/${name}`, await buffer(await zip.openReadStreamPromise(entry)));
    }
    return files;
  } catch (error) {
    throw error instanceof OfdFault ? error : new OfdFault('OFD_UNSAFE', { reason: 'archive' });
  }
};

/** Two names that differ in case are one file on some systems. */
const entriesOf = async (zip: ZipFile): Promise<ReadonlyMap<string, Entry>> => {
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    if (name.endsWith('/') && entry.uncompressedSize === 0) continue;
    requireHarmless(entry);
    if (seen.has(name.toLowerCase())) throw unsafe('nameTwice');
    seen.add(name.toLowerCase());
    unpacked += entry.uncompressedSize;
    if (unpacked > MOST_UNPACKED) throw unsafe('tooLarge');
    entries.set(name, entry);
  }
  return entries;
};

const requireHarmless = (entry: Entry): void => {
  const { fileName, compressedSize, uncompressedSize, compressionMethod } = entry;
  if (!NAME.test(fileName)) throw unsafe('path');
  if (entry.isEncrypted() || ![STORED, DEFLATED].includes(compressionMethod)) throw unsafe('packing');
  if (uncompressedSize > SMALL && uncompressedSize > MOST_RATIO * compressedSize) throw unsafe('ratio');
};

const unsafe = (reason: string): OfdFault => new OfdFault('OFD_UNSAFE', { reason });
