import type { Logger } from 'pino';
import { openCity } from './city.js';
import { describeConfig, type Config } from './config.js';
import { createServer } from './http/server.js';
import { addressSampleCallers, seedCity } from './seed/index.js';
import { greeting } from './start-text.js';
import type { Closing } from './storage/closing.js';

/**
 * Opens the city, seeds it once and serves it; gives the text that says so. Whatever was opened is in `closing`,
 * whether or not this returns.
 */
export async function start(config: Config, logger: Logger, closing: Closing): Promise<string> {
  logger.info(describeConfig(config), 'starting');
  const city = closing.add(await openCity(config));
  if (config.seed && (await seedCity(config.data, city))) logger.info('the sample city stands');
  const urls = new Map<string, string>();
  for (const { config: own, hub } of city.hubs) {
    const server = closing.add(createServer(hub.services, { logger: logger.child({ hub: hub.name }) }));
    urls.set(hub.name, (await server.listen(own.port, config.host)).url);
  }
  return greeting(config.data, urls, await addressSampleCallers(config.data, urls));
}
