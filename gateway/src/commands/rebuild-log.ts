import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { HanlianError } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Config } from '../config.js';
import { openGround } from '../ground/index.js';
import { CHAINCODE } from '../places.js';
import type { Ledger } from '../ledger/port.js';
import { logFolder } from '../log/index.js';
import { LogFollower } from '../log/follower.js';
import { LogStore } from '../log/log-store.js';
import type { Report } from './report.js';

/** Makes each hub's log anew from block 0, and puts it in the old one's place. */
export async function rebuildLog(config: Config): Promise<Report> {
  const ground = await openGround(config);
  try {
    const lines: string[] = [];
    for (const { hub, ledger } of ground.hubs) {
      const folder = logFolder(hub.folder);
      const fresh = `${folder}.new`;
      const { size } = await buildLog(fresh, ledger);
      await rm(folder, { recursive: true, force: true });
      await rename(fresh, folder);
      lines.push(`${hub.name}: the log was made anew, ${size} leaves`);
    }
    return { lines, ok: true };
  } finally {
    await ground.close();
  }
}

/** The log of a ledger as it stands, in an empty folder. */
export async function buildLog(folder: string, ledger: Ledger): Promise<LogStore> {
  await rm(folder, { recursive: true, force: true });
  const store = await LogStore.open(folder, nodeHashes);
  await new LogFollower(ledger, store, CHAINCODE).catchUp();
  return store;
}

/** What is wrong with a hub's log, compared file by file with one made from the ledger; undefined when nothing is. */
export async function compareWithFreshLog(hubFolder: string, ledger: Ledger): Promise<string | undefined> {
  const folder = logFolder(hubFolder);
  const fresh = `${folder}.check`;
  try {
    const store = await LogStore.open(folder, nodeHashes);
    await new LogFollower(ledger, store, CHAINCODE).catchUp();
    await buildLog(fresh, ledger);
    return await firstOther(fresh, folder);
  } catch (error) {
    if (error instanceof HanlianError) return `cannot be read: ${error.message}`;
    throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Both have these files; partial tiles of sizes it had in between are the old one's alone. */
async function firstOther(fresh: string, folder: string): Promise<string | undefined> {
  const entries = await readdir(fresh, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(fresh, path);
    const own = await readFile(join(folder, name)).catch(() => undefined);
    if (own === undefined || !own.equals(await readFile(path))) return `differs from the ledger at ${name}`;
  }
  return undefined;
}
