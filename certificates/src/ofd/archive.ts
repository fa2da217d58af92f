import { openArchive, UnsafeArchive } from '../archive/archive.js';
import { OfdFault } from './fault.js';

const MOST_UNPACKED = 32 * 1024 * 1024;
const LIMITS = {
  files: 1000,
  bytesOfOne: MOST_UNPACKED,
  bytes: MOST_UNPACKED,
  name: /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/,
};

/** The files of a container by their path, which begins with a slash (GB/T 33190 §7.1). */
export type Files = ReadonlyMap<string, Buffer>;

/** Unpacks a container into memory. Throws OfdFault. */
export const unpack = async (bytes: Buffer): Promise<Files> => {
  try {
    const archive = await openArchive(bytes, LIMITS);
    const files = new Map<string, Buffer>();
    for (const name of archive.names) files.set(`/${name}`, await archive.read(name));
    return files;
  } catch (error) {
    if (error instanceof UnsafeArchive) throw new OfdFault('OFD_UNSAFE', { reason: error.reason });
    throw error;
  }
};
