import { join } from 'node:path';
import { ledgerOptions, openVaults, requireEmbedded } from '../city.js';
import type { Config } from '../config.js';
import { restoreEmbeddedLedger } from '../ledger/embedded/index.js';
import { CITY_PARTS, copyParts, PUBLIC_PARTS, requireEmpty, SECRET_PARTS } from './backup.js';
import type { Report } from './report.js';

/** Fills an empty data folder from a backup and its keys. Read models are built anew at the next start. */
export async function restore(config: Config, folder: string, keysFolder: string): Promise<Report> {
  requireEmbedded(config);
  await requireEmpty(config.data);
  for (const hub of config.hubs) {
    await copyParts(join(folder, hub.name), hub.folder, [...PUBLIC_PARTS, 'store']);
    await copyParts(join(keysFolder, hub.name), hub.folder, SECRET_PARTS);
  }
  await copyParts(keysFolder, config.data, CITY_PARTS);
  const vaults = await openVaults(config);
  const { height } = await restoreEmbeddedLedger(join(folder, 'ledger'), await ledgerOptions(config, vaults));
  return {
    lines: [`ledger: ${height} blocks`, ...config.hubs.map(({ name }) => `${name}: restored`)],
    ok: true,
  };
}
