import { openVault } from '../callers/vault.js';
import type { Config } from '../config.js';
import type { OpenVault } from './types.js';

export const openVaults = ({ hubs, secret }: Config, clock: () => number = Date.now): Promise<OpenVault[]> =>
  Promise.all(
    hubs.map(async (hub) => ({
      hub,
      vault: await openVault({ folder: hub.folder, organisation: hub.name, secret, clock }),
    })),
  );
