import { randomBytes } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

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

/**
 * Makes a folder, and those above it that are missing, readable by its owner only. Their names are on disk when this
 * returns: a file that was synced is lost all the same with a folder whose name was not.
 */
export const makeFolder = async (path: string): Promise<void> => {
  const folder = resolve(path);
  const first = (await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })) ?? folder;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
};

/** Puts the names in a folder on disk. */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
