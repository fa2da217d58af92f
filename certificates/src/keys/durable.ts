import { randomBytes } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const OWNER_ONLY = 0o600;

/**
 * Writes a new file so that after a crash it is there whole or not at all, readable by its owner only. Rejects with
 * EEXIST when the name is taken: a link, unlike a rename, never replaces a file.
 */
export const writeNewFile = async (path: string, content: string): Promise<void> => {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeSynced(draft, content);
    await link(draft, path);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  await syncFolder(folder);
};

const writeSynced = async (path: string, content: string): Promise<void> => {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
