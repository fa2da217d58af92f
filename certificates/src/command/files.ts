import { open, type FileHandle } from 'node:fs/promises';
import { HanlianError } from '@hanlian/chaincode/domain';

/** How many bytes a file may have, by how it begins. */
export type LimitOf = (beginning: Uint8Array) => number;

/**
 * A file's bytes, as many as there are but never more than `limit`: a larger one is refused unread.
 * @throws {HanlianError} FILE_UNREADABLE, FILE_IS_FOLDER, FILE_EMPTY, FILE_TOO_LARGE
 */
export const readBounded = async (path: string, limitOf: number | LimitOf): Promise<Buffer> => {
  const file = await openFile(path);
  try {
    const beginning = await readUpTo(file, BEGINNING);
    const limit = typeof limitOf === 'number' ? limitOf : limitOf(beginning);
    const bytes = Buffer.concat([beginning, await readUpTo(file, limit + 1 - beginning.length)]);
    if (bytes.length === 0) throw new HanlianError('FILE_EMPTY', `${path} is empty`);
    if (bytes.length > limit) {
      throw new HanlianError('FILE_TOO_LARGE', `${path} is over ${limit} bytes`, { expected: limit });
    }
    return bytes;
  } catch (cause) {
    throw explained(cause, path);
  } finally {
    await file.close();
  }
};

const openFile = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw explained(cause, path);
  }
};

/** Enough to tell an archive from everything else. */
const BEGINNING = 16;

/** Asked of the bytes and not of the size: a pipe has none. */
const readUpTo = async (file: FileHandle, most: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let left = most;
  while (left > 0) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, 64 * 1024)));
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    left -= bytesRead;
  }
  return Buffer.concat(chunks);
};

const explained = (cause: unknown, path: string): unknown => {
  if (cause instanceof HanlianError || !(cause instanceof Error) || !('code' in cause)) return cause;
  const code = cause.code === 'EISDIR' ? 'FILE_IS_FOLDER' : 'FILE_UNREADABLE';
  return new HanlianError(code, `${path}: ${cause.message}`, {}, { cause });
};
