import { ConfigError, type Config } from '../config.js';
import { storeFolder } from '../places.js';
import { acceptForks } from '../log/forks.js';
import { openStore } from '../storage/store.js';
import type { Report } from './report.js';

/** Notes that a person has looked into so many forks of the log: the hubs go on, until there is another. */
export async function acceptFork(config: Config, given = ''): Promise<Report> {
  if (!/^[1-9][0-9]{0,5}$/.test(given)) {
    throw new ConfigError(`${given} is no number of forks; GET /v1/log/witnesses lists them`);
  }
  const lines: string[] = [];
  for (const hub of config.hubs) {
    const store = await openStore(storeFolder(hub.folder));
    try {
      await acceptForks(store, Number(given));
    } finally {
      await store.close();
    }
    lines.push(`${hub.name}: goes on after ${given} forks`);
  }
  return { lines, ok: true };
}
