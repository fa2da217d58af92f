import type { Config } from '../config.js';
import type { EmbeddedLedgerOptions } from '../ledger/embedded/index.js';
import { openEmbeddedGround } from './embedded.js';
import { openFabricGround } from './fabric.js';
import type { Ground } from './types.js';
import { openVaults } from './vaults.js';

export type { Ground, HubGround, OpenVault } from './types.js';
export { openVaults } from './vaults.js';

/** Opens the keys and the ledger, and no hub. */
export async function openGround(
  config: Config,
  clock: () => number = Date.now,
  embedded: Partial<EmbeddedLedgerOptions> = {},
): Promise<Ground> {
  const vaults = await openVaults(config, clock);
  return config.ledger === 'fabric'
    ? openFabricGround(config, vaults, clock)
    : openEmbeddedGround(config, vaults, clock, embedded);
}
