import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '@hanlian/certificates';

const OWNER_ONLY = 0o600;

/** Puts a file in place whole or not at all: written beside, synced, renamed over, the folder synced. */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const putInPlace = await writeBeside(path, content);
  await putInPlace();
}

/** The first half of that: what it returns does the second, and until then nothing has changed. */
export async function writeBeside(path: string, content: string | Uint8Array): Promise<() => Promise<void>> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', OWNER_ONLY);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  return async () => {
    await rename(beside, path);
    await syncFolder(dirname(path));
  };
}

/** The file's text, or undefined when there is none. */
export const readFileIfPresent = (path: string): Promise<string | undefined> =>
  ifPresent(readFile(path, 'utf8'));

/** What was found, or undefined when no such file is there. */
export async function ifPresent<T>(finding: Promise<T>): Promise<T | undefined> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
