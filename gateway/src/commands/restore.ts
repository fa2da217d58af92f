import { join } from 'node:path';
import type { Config } from '../config.js';
import { ledgerOptions } from '../ground/embedded.js';
import { openVaults } from '../ground/index.js';
import { restoreEmbeddedLedger } from '../ledger/embedded/index.js';
import {
  CITY_PARTS,
  copyParts,
  HOLDER_KEYS,
  PUBLIC_PARTS,
  requireEmpty,
  requireFinished,
  SECRET_PARTS,
} from '../backup/index.js';
import type { Report } from './report.js';

/** Fills an empty data folder from a backup and its keys. Read models are built anew at the next start. */
export async function restore(config: Config, folder: string, keysFolder: string): Promise<Report> {
  await requireFinished(folder);
  await requireEmpty(config.data);
  for (const hub of config.hubs) {
    await copyParts(join(folder, hub.name), hub.folder, [...PUBLIC_PARTS, 'store']);
    await copyParts(join(keysFolder, hub.name), hub.folder, [...SECRET_PARTS, HOLDER_KEYS]);
  }
  await copyParts(keysFolder, config.data, CITY_PARTS);
  const lines = [
    await restoreLedger(config, join(folder, 'ledger')),
    ...config.hubs.map(({ name }) => `${name}: restored`),
  ];
  return { lines, ok: true };
}

async function restoreLedger(config: Config, folder: string): Promise<string> {
  if (config.ledger === 'fabric') return 'ledger: left to its peers';
  const options = await ledgerOptions(config, await openVaults(config));
  const { height } = await restoreEmbeddedLedger(folder, options);
  return `ledger: ${height} blocks`;
}
