import { backUp } from '../backup/index.js';
import type { Config } from '../config.js';
import { HolderKeys } from '../documents/holder-keys.js';
import { openGround } from '../ground/index.js';
import { storeFolder } from '../hub.js';
import { Closing } from '../storage/closing.js';
import { openStore } from '../storage/store.js';
import type { Report } from './report.js';

/** Backs up what lies in the data folder while no hub runs there; a running one is asked to do it (`control/`). */
export async function backup(config: Config, folder: string, keysFolder: string): Promise<Report> {
  const closing = new Closing();
  try {
    const { embedded, hubs: grounds } = closing.add(await openGround(config));
    const hubs = await Promise.all(
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
