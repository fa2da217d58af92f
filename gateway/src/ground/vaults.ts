import type { TokenOptions } from '@hanlian/certificates';
import { openVault } from '../callers/vault.js';
import { ConfigError, type Config } from '../config.js';
import { allOver } from '../storage/all-over.js';
import { readFileIfPresent } from '../storage/files.js';
import type { OpenVault } from './types.js';

export const openVaults = async (
  { hubs, secret, token: address }: Config,
  clock: () => number = Date.now,
): Promise<OpenVault[]> => {
  const token = address && (await withPin(address));
  return allOver(
    hubs.map(async (hub) => ({
      hub,
      vault: await openVault({ folder: hub.folder, organisation: hub.name, secret, token, clock }),
    })),
  );
};

/** @throws {ConfigError} when the file its PIN should stand in is missing or empty */
async function withPin({ pin, pinFile, ...token }: NonNullable<Config['token']>): Promise<TokenOptions> {
  const known = pin ?? (await readFileIfPresent(pinFile ?? ''))?.trim();
  if (known) return { ...token, pin: known };
  throw new ConfigError(
    `There is no PIN in ${pinFile ?? 'HANLIAN_KEYS_PIN'}, which pin-source of HANLIAN_KEYS names`,
  );
}
