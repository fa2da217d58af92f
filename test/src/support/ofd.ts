import { buffer } from 'node:stream/consumers';
import { crc32, deflateSync } from 'node:zlib';
import yauzl from 'yauzl';
import { zipped } from './workbook.js';

declare module 'yauzl' {
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<NodeJS.ReadableStream>;
  }
  function fromBufferPromise(bytes: Buffer, options: Options): Promise<ZipFile>;
}

export type Parts = Record<string, Buffer>;

/** The files of an OFD, for a test to change. */
export const partsOf = async (ofd: Buffer): Promise<Parts> => {
  const zip = await yauzl.fromBufferPromise(ofd, { lazyEntries: true });
  const parts: Parts = {};
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    parts[entry.fileName] = await buffer(await zip.openReadStreamPromise(entry));
  }
  return parts;
};

/** The same OFD with some files changed, added, or taken out (undefined). */
export const changed = async (ofd: Buffer, change: (parts: Parts) => void): Promise<Buffer> => {
  const parts = await partsOf(ofd);
  change(parts);
  return zipped(parts);
};

/** A name in both headers of the archive replaced by one of the same length. */
export const renamedRaw = (ofd: Buffer, from: string, to: string): Buffer => {
  if (Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error('Names of one length only');
  return Buffer.from(ofd.toString('latin1').replaceAll(from, to), 'latin1');
};

/** A picture of one colour (PNG). */
export const picture = (): Buffer => {
  const rows = Buffer.concat(
    Array.from({ length: 20 }, () => Buffer.from([0, ...Array<number>(60).fill(0xc0)])),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(20, 0);
  header.writeUInt32BE(20, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
};
