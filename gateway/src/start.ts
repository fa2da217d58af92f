import type { Logger } from 'pino';
import { openCity } from './city.js';
import { ConfigError, describeConfig, type Config } from './config.js';
import { createServer, type HttpServer, type Tls } from './http/server.js';
import { addressSampleCallers, seedCity } from './seed/index.js';
import { greeting } from './start-text.js';
import { startStamping } from './stamping/start.js';
import { allOver } from './storage/all-over.js';
import type { Closing } from './storage/closing.js';
import { readFileIfPresent } from './storage/files.js';

/**
 * Opens the city, seeds it once and serves it; gives the text that says so. Whatever was opened is in `closing`,
 * whether or not this returns.
 */
export async function start(config: Config, logger: Logger, closing: Closing): Promise<string> {
  logger.info(describeConfig(config), 'starting');
  const city = closing.add(await openCity(config, { logger }));
  if (config.seed && (await seedCity(config.data, city))) logger.info('the sample city stands');
  const door = { limits: config.limits, ...(config.tls && { tls: await readTls(config.tls) }) };
  const urls = new Map<string, string>();
  const doors = closing.add(new Doors());
  for (const [index, { config: own, hub }] of city.hubs.entries()) {
    const about = { logger: logger.child({ hub: hub.name }), ofProcess: index === 0 };
    const server = doors.add(createServer(hub.services, { ...door, ...about }));
    urls.set(hub.name, (await server.listen(own.port, config.host)).url);
  }
  city.meet(urls);
  await startStamping(config, city, urls);
  const isEmpty = city.hubs.every(({ hub }) => hub.administration.callers.all().length === 0);
  return greeting(config.data, urls, await addressSampleCallers(config.data, urls), isEmpty);
}

/** All doors close at once: one that takes its time keeps no other open. */
class Doors {
  readonly #servers: HttpServer[] = [];

  add(server: HttpServer): HttpServer {
    this.#servers.push(server);
    return server;
  }

  async close(): Promise<void> {
    await allOver(this.#servers.map((server) => server.close()));
  }
}

/** @throws {ConfigError} naming the file that cannot be read */
async function readTls(files: NonNullable<Config['tls']>): Promise<Tls> {
  const texts = await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const text = await readFileIfPresent(file);
      if (text === undefined) throw new ConfigError(`There is no file ${file}`);
      return [name, text] as const;
    }),
  );
  return Object.fromEntries(texts) as unknown as Tls;
}
