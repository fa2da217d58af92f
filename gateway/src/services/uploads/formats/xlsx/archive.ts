import { Readable } from 'node:stream';
import { HanlianError } from '@hanlian/chaincode/domain';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { unreadable, unsafe, type FileBytes } from '../source.js';

// What yauzl 3.4 has and its published types do not know yet.
declare module 'yauzl' {
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
  }
  function fromRandomAccessReaderPromise(
    reader: RandomAccessReader,
    totalSize: number,
    options: Options,
  ): Promise<ZipFile>;
}

const MOST_PARTS = 1000;
const MOST_UNPACKED = 512 * 1024 * 1024;
/** Sheets of many equal cells pack 50 to 1; deflate's own bound, 1032 to 1, is what bombs come near. */
const MOST_RATIO = 200;
const SMALL = 1024 * 1024;
const LONGEST_NAME = 256;

/** What would run or fetch something: macros, links to other files, embedded objects, queries. */
const ACTIVE = /^xl\/(vbaProject|externalLinks\/|activeX\/|embeddings\/|connections\.xml|queryTables\/)/i;

/** The parts of an Office Open XML file, looked through before any is unpacked. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #parts: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, parts: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#parts = parts;
  }

  /** @throws {HanlianError} UPLOAD_UNREADABLE, UPLOAD_UNSAFE, UPLOAD_TOO_LARGE */
  static async open(file: FileBytes): Promise<Archive> {
    try {
      const options = { lazyEntries: true, autoClose: false, strictFileNames: true };
      const zip = await yauzl.fromRandomAccessReaderPromise(new Reader(file), file.size, options);
      return new Archive(zip, await partsOf(zip));
    } catch (error) {
      throw error instanceof HanlianError ? error : unreadable('The file is no .xlsx', undefined, error);
    }
  }

  has(name: string): boolean {
    return this.#parts.has(name);
  }

  /** Unpacks one part; more bytes than the directory says, or other ones, end in an error. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const part = this.#parts.get(name);
    if (part === undefined) throw unreadable(`The file has no part ${name}`);
    try {
      yield* (await this.#zip.openReadStreamPromise(part)) as AsyncIterable<Uint8Array>;
    } catch (cause) {
      throw unreadable(`The part ${name} does not unpack`, undefined, cause);
    }
  }
}

/** Every part by name. yauzl holds each to the size that its directory states. */
async function partsOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const parts = new Map<string, Entry>();
  let unpacked = 0;
  if (zip.entryCount > MOST_PARTS) throw unsafe(`The file has over ${MOST_PARTS} parts`);
  for await (const part of zip.eachEntry()) {
    requireHarmless(part, parts);
    unpacked += part.uncompressedSize;
    if (unpacked > MOST_UNPACKED) {
      throw new HanlianError('UPLOAD_TOO_LARGE', `The file unpacks to over ${MOST_UNPACKED} bytes`, {
        expected: MOST_UNPACKED,
      });
    }
    parts.set(part.fileName, part);
  }
  return parts;
}

function requireHarmless(part: Entry, others: ReadonlyMap<string, Entry>): void {
  const { fileName, compressedSize, uncompressedSize } = part;
  if (part.isEncrypted()) throw unsafe('The file is encrypted');
  if (others.has(fileName) || fileName.length > LONGEST_NAME) throw unsafe('Two parts have one name');
  if (ACTIVE.test(fileName)) throw unsafe('The file holds macros, links or embedded objects');
  if (uncompressedSize > SMALL && uncompressedSize > MOST_RATIO * compressedSize) {
    throw unsafe('The file is packed more tightly than a table can be');
  }
}

class Reader extends yauzl.RandomAccessReader {
  readonly #file: FileBytes;

  constructor(file: FileBytes) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.read(start, end), { objectMode: false });
  }
}
