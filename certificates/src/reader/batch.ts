import { HanlianError } from '@hanlian/chaincode/domain';
import { openArchive, UnsafeArchive, type Archive } from '../archive/archive.js';
import { MAX_FILE_BYTES } from './open.js';
import { hasEntry, isZip } from './zip-names.js';

/** The largest batch, packed. */
export const MAX_BATCH_BYTES = 64 * 1024 * 1024;
const MOST_FILES = 10_000;
const LIMITS = {
  bytesOfOne: MAX_FILE_BYTES,
  bytes: 2 * 1024 * 1024 * 1024,
  // yauzl refuses steps upwards, absolute paths and backslashes; what else a name holds is only shown.
  name: /^[^\p{Cc}]{1,256}$/u,
};

/** Whether a file is a zip of documents: an OFD is a zip too, but one document. */
export const isBatch = (bytes: Uint8Array): boolean => isZip(bytes) && !hasEntry(bytes, 'OFD.xml');

/** One document of a batch, as it lies there. */
export interface Packed {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The documents of a batch, unpacked one at a time; of more than `files` none.
 * @throws {HanlianError} BATCH_REFUSED
 */
export async function* documentsIn(batch: Uint8Array, files = MOST_FILES): AsyncGenerator<Packed> {
  const bytes = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength);
  const archive = await refusing(() => openArchive(bytes, { ...LIMITS, files }));
  if (archive.names.length === 0) throw refusal('empty');
  for (const name of archive.names) yield { name, bytes: await refusing(() => archive.read(name)) };
}

const refusing = async <T extends Archive | Buffer>(open: () => Promise<T>): Promise<T> => {
  try {
    return await open();
  } catch (cause) {
    if (!(cause instanceof UnsafeArchive)) throw cause;
    throw refusal(cause.reason, { cause });
  }
};

const refusal = (received: string, options?: ErrorOptions): HanlianError =>
  new HanlianError('BATCH_REFUSED', 'The batch is no zip that is taken', { received }, options);
