import { existsSync } from 'node:fs';
import { backUp } from '../backup/index.js';
import { ConfigError, type Config } from '../config.js';
import { HolderKeys } from '../documents/holder-keys.js';
import { openGround } from '../ground/index.js';
import { storeFolder } from '../places.js';
import { allOver } from '../storage/all-over.js';
import { Closing } from '../storage/closing.js';
import { openStore } from '../storage/store.js';
import type { Report } from './report.js';

/** Backs up what lies in the data folder while no hub runs there; a running one is asked to do it (`control/`). */
export async function backup(config: Config, folder: string, keysFolder: string): Promise<Report> {
  requireCity(config);
  const closing = new Closing();
  try {
    const { embedded, hubs: grounds } = closing.add(await openGround(config));
    const hubs = await allOver(
      grounds.map(async ({ hub, vault }) => ({
        hub,
        store: closing.add(await openStore(storeFolder(hub.folder))),
        holderKeys: closing.add(await HolderKeys.open(hub.folder, vault.secret)),
      })),
    );
    const lines = await backUp({ data: config.data, embedded, hubs }, folder, keysFolder);
    return { lines, ok: true };
  } finally {
    await closing.close();
  }
}

/** Opening makes what is missing: a backup of a folder named by mistake would hold an empty city, and say that all is well. */
function requireCity({ data, hubs }: Config): void {
  const missing = hubs.find(({ folder }) => !existsSync(storeFolder(folder)));
  if (missing !== undefined) throw new ConfigError(`There is no hub ${missing.name} in ${data} to back up`);
}
