import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, type Config } from '../config.js';
import { openGround, type Ground } from '../ground/index.js';
import { storeFolder } from '../hub.js';
import { copyStore } from '../storage/copy.js';
import { openStore } from '../storage/store.js';
import type { Report } from './report.js';

/** What opens a hub's data. It is kept apart: a long-lived backup must not bring back what was erased since. */
export const SECRET_PARTS = ['keys', 'epochs.json', 'key-store', 'secret'] as const;
/** What others know a hub by. */
export const PUBLIC_PARTS = ['root.pem', 'node.pem'] as const;
/** What the city as a whole keeps beside its hubs. */
export const CITY_PARTS = ['sample-city.json', 'sample-callers.json'] as const;

/** Copies the embedded ledger and stores to one folder, and everything that opens them to another. Read models are left out. */
export async function backup(config: Config, folder: string, keysFolder: string): Promise<Report> {
  for (const target of [folder, keysFolder]) await requireEmpty(target);
  const ground = await openGround(config);
  try {
    const lines = [await backupLedger(ground, join(folder, 'ledger'))];
    for (const { hub } of ground.hubs) {
      const store = await openStore(storeFolder(hub.folder));
      const entries = await copyStore(store, storeFolder(join(folder, hub.name))).finally(() =>
        store.close(),
      );
      await copyParts(hub.folder, join(folder, hub.name), PUBLIC_PARTS);
      await copyParts(hub.folder, join(keysFolder, hub.name), SECRET_PARTS);
      lines.push(`${hub.name}: ${entries} entries`);
    }
    await copyParts(config.data, keysFolder, CITY_PARTS);
    return { lines, ok: true };
  } finally {
    await ground.close();
  }
}

async function backupLedger({ embedded }: Ground, folder: string): Promise<string> {
  if (embedded === undefined) return 'ledger: left to its peers';
  const { height } = await embedded.backup(folder);
  return `ledger: ${height} blocks`;
}

/** @throws {ConfigError} when there is something in the folder */
export async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new ConfigError(`${folder} is not empty; name a new folder`);
}

/** Copies those of the parts that are there. */
export async function copyParts(from: string, to: string, parts: readonly string[]): Promise<void> {
  const present = new Set(await readdir(from));
  for (const part of parts.filter((name) => present.has(name))) {
    await cp(join(from, part), join(to, part), { recursive: true, errorOnExist: true, force: false });
  }
}
