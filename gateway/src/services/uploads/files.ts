import { createHash } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { FileBytes } from './formats/source.js';
import type { JobRecord } from './record.js';
import type { UploadStore } from './store.js';

const PIECE_BYTES = 256 * 1024;
/** 100,000 rows of a type with many fields take about 40 MB. */
export const MOST_BYTES = 64 * 1024 * 1024;

export interface Received {
  readonly bytes: number;
  readonly pieces: number;
  readonly sha256: string;
}

/**
 * Takes a file in, piece by piece, each encrypted and on disk before the next is asked for: of a file no more than one
 * piece is in memory, and a client that is faster than the disk waits.
 *
 * @throws {HanlianError} BODY_TOO_LARGE
 */
export async function receive(
  store: UploadStore,
  owner: Pick<JobRecord, 'id' | 'department'>,
  body: AsyncIterable<Uint8Array>,
): Promise<Received> {
  const digest = createHash('sha256');
  let bytes = 0;
  let pieces = 0;
  let gathered: Uint8Array[] = [];
  let size = 0;
  const keep = async (piece: Uint8Array): Promise<void> => store.keepPiece(owner, pieces++, piece);
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MOST_BYTES) {
      throw new HanlianError('BODY_TOO_LARGE', `The file is over ${MOST_BYTES} bytes`, {
        expected: MOST_BYTES,
      });
    }
    digest.update(part);
    gathered.push(part);
    size += part.length;
    while (size >= PIECE_BYTES) {
      const whole = Buffer.concat(gathered);
      await keep(whole.subarray(0, PIECE_BYTES));
      gathered = [whole.subarray(PIECE_BYTES)];
      size -= PIECE_BYTES;
    }
  }
  if (size > 0) await keep(Buffer.concat(gathered));
  return { bytes, pieces, sha256: digest.digest('hex') };
}

/** A file that was taken in, piece by piece. */
export const fileOf = (store: UploadStore, record: JobRecord): FileBytes => ({
  size: record.file.bytes,
  async *read(start = 0, end = record.file.bytes) {
    for (let at = start; at < end;) {
      const number = Math.floor(at / PIECE_BYTES);
      const from = at - number * PIECE_BYTES;
      const piece = store.piece(record, number).subarray(from, from + end - at);
      at += piece.length;
      yield await Promise.resolve(piece);
    }
  },
});
