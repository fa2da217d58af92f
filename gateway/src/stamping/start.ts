import { X509Certificate } from 'node:crypto';
import type { City } from '../city.js';
import { ConfigError, type Config } from '../config.js';
import { STAMPS } from '../organisations.js';
import { readFileIfPresent } from '../storage/files.js';
import type { StampSources } from './client.js';

const PATH = '/v1/timestamps';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Lets every hub of the city have its seals stamped: by the authorities of the configuration, else by the city's own
 * where this process runs it. A hub that knows of none goes on without; its batches wait.
 * @throws {ConfigError} for a file of roots that holds none
 */
export async function startStamping(
  { stamps }: Config,
  city: City,
  urls: ReadonlyMap<string, string>,
): Promise<void> {
  const sources = stamps ? await configured(stamps) : cityOwn(city, urls);
  if (sources === undefined) return;
  for (const { hub } of city.hubs) hub.administration.stamps.start(sources);
}

async function configured({ urls, roots }: NonNullable<Config['stamps']>): Promise<StampSources> {
  const text = await readFileIfPresent(roots);
  const found = text?.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw new ConfigError(`${roots} holds no certificate in PEM`);
  return { urls, roots: rootsIn(found) };
}

function cityOwn(city: City, urls: ReadonlyMap<string, string>): StampSources | undefined {
  const auditor = city.hubs.find(({ hub }) => hub.name === STAMPS);
  const url = urls.get(STAMPS);
  // Behind TLS the door's certificate is the operator's own, which this process need not know.
  if (auditor === undefined || !url?.startsWith('http:')) return undefined;
  return { urls: [url + PATH], roots: rootsIn([auditor.hub.administration.root]) };
}

const rootsIn = (certificates: readonly string[]): Uint8Array[] =>
  certificates.map((pem) => new X509Certificate(pem).raw);
