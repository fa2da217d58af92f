import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file that is put into an archive. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A zip of files, each drawn when the one before it has gone out: memory holds two of them, however many there are and
 * however slowly they are read. Whoever reads no further ends the drawing.
 */
export async function* zipped(files: AsyncIterable<PackedFile>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const archive = new PassThrough();
  const gone = new AbortController();
  zip.outputStream.pipe(archive);
  const packing = pack(zip, files, gone.signal).catch(
    (error: unknown) => void archive.destroy(error as Error),
  );
  try {
    yield* archive as AsyncIterable<Uint8Array>;
  } finally {
    gone.abort();
    await packing;
  }
}

async function pack(zip: ZipFile, files: AsyncIterable<PackedFile>, signal: AbortSignal): Promise<void> {
  for await (const { name, bytes } of files) {
    const content = new PassThrough().end(bytes);
    zip.addReadStream(content, name);
    unpool(zip);
    await finished(content, { signal });
    // The archive keeps this stream to its end, which still leads to its packer, and to the bytes in there.
    content.unpipe();
  }
  zip.end();
}

/** What yazl has for the directory that it writes last, and its types do not show. */
interface Entries {
  readonly entries: { utf8FileName: Buffer }[];
}

/** A name in the pool of small buffers would keep all that is beside it there, packed bytes among them, to the end. */
function unpool(zip: ZipFile): void {
  const entry = (zip as unknown as Entries).entries.at(-1);
  if (entry === undefined) return;
  const name = Buffer.alloc(entry.utf8FileName.length);
  entry.utf8FileName.copy(name);
  entry.utf8FileName = name;
}
