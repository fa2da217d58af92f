import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ifPresent } from '@hanlian/gateway/storage/files';

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'hanlian-'));
export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Every byte of every file under a folder, to be searched; of one moment at which no file came or went. */
export async function rawBytes(folder: string): Promise<Buffer> {
  for (;;) {
    const files = await ifPresent(readAll(folder));
    if (files !== undefined) return Buffer.concat(files);
  }
}

async function readAll(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map((file) => readFile(file)));
}
