import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../storage/files.js';
import { readHead } from './chain.js';
import { failure } from '../common/failure.js';
import { Store, type Operation, type Reader } from './store.js';

const MANIFEST = 'backup.json';
const BATCH_BYTES = 4 * 1024 * 1024;

/** What a backup says about itself; written last, so that a folder without it is no backup. */
export interface BackupManifest {
  readonly format: 1;
  readonly channel: string;
  /** The number of blocks it holds. */
  readonly height: number;
  /** The newest block's header hash, in hex. */
  readonly hash: string;
  readonly entries: number;
  /** SHA-256 over all keys and values, each after its length, in hex. */
  readonly digest: string;
}

/** The folder of a backup's store. */
export function backupStore(folder: string): string {
  return join(folder, 'chain');
}

/** Copies everything a reader shows into a new folder, and says so in a manifest. */
export async function writeBackup(reader: Reader, folder: string, channel: string): Promise<BackupManifest> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    throw failure('open', 'LEDGER_FOREIGN', `${folder} is not empty; a backup needs a folder of its own.`);
  }
  const store = await Store.open(backupStore(folder));
  try {
    const copied = await copyEntries(reader, store);
    const head = readHead(reader);
    const manifest: BackupManifest = {
      format: 1,
      channel,
      height: head?.height ?? 0,
      hash: head?.hash.toString('hex') ?? '',
      ...copied,
    };
    await writeFileAtomic(join(folder, MANIFEST), JSON.stringify(manifest, undefined, 2));
    return manifest;
  } finally {
    await store.close();
  }
}

/** Reads a backup's manifest. Throws when the folder holds none. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as BackupManifest;
  } catch (cause) {
    throw failure('open', 'LEDGER_DAMAGED', `${folder} holds no finished backup.`, { cause });
  }
}

/** Copies all entries; on disk when this returns. */
export async function copyEntries(from: Reader, to: Store): Promise<{ entries: number; digest: string }> {
  const digest = createHash('sha256');
  let entries = 0;
  let batch: Operation[] = [];
  let bytes = 0;
  for await (const [key, value] of from.entries('')) {
    digest.update(`${Buffer.byteLength(key)} ${value.length} ${key}`).update(value);
    batch.push({ type: 'put', key, value });
    entries++;
    bytes += key.length + value.length;
    if (bytes < BATCH_BYTES) continue;
    await to.commit(batch);
    batch = [];
    bytes = 0;
  }
  await to.commit(batch);
  return { entries, digest: digest.digest('hex') };
}
