import type { Config } from '../config.js';
import { HolderKeys } from '../documents/holder-keys.js';
import { openVaults } from '../ground/index.js';
import type { Report } from './report.js';

/** Destroys a holder's data key in each hub of this process: content goes for good, the ledger's commitments stay. */
export async function erase(config: Config, typeCode: string, code: string): Promise<Report> {
  const lines: string[] = [];
  for (const { hub, vault } of await openVaults(config)) {
    const keys = await HolderKeys.open(hub.folder, vault.secret);
    const found = await keys.erase({ typeCode, code }).finally(() => keys.close());
    lines.push(`${hub.name}: ${found ? 'erased' : 'held nothing of this holder'}`);
  }
  return { lines, ok: true };
}
