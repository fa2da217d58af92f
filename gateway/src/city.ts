import type { Logger } from 'pino';
import { backUp } from './backup/index.js';
import { ConfigError, type Config, type HubConfig } from './config.js';
import { listenForOrders } from './control/server.js';
import { STAMPS } from './organisations.js';
import { openGround } from './ground/index.js';
import { openHub } from './hub.js';
import type { Hub } from './hub-types.js';
import type { EmbeddedLedgerOptions } from './ledger/embedded/index.js';
import { allOver } from './storage/all-over.js';
import { Closing } from './storage/closing.js';
import { readFileIfPresent } from './storage/files.js';
import type { Random } from './storage/random.js';
import {
  PolicyFileError,
  readWitnessPolicy,
  type ExternalWitnesses,
} from './witness/external/policy-file.js';
import { PUBLIC_ONLY, type TargetSettings } from './webhooks/targets.js';

const SECOND = 1000;

export interface CityOptions {
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly random?: Random;
  readonly logger?: Logger;
  /** For tests: how the embedded ledger is opened otherwise than usual. */
  readonly embedded?: Partial<EmbeddedLedgerOptions>;
}

/** The hubs this process runs, on one ledger. */
export interface City {
  readonly hubs: readonly { readonly config: HubConfig; readonly hub: Hub }[];
  /** Tells each where the others of this process are served, by name. */
  meet(urls: ReadonlyMap<string, string>): void;
  close(): Promise<void>;
}

/** Opens the hubs of the configuration, each in its own folder with its own keys. Only the ledger is shared. */
export async function openCity(config: Config, options: CityOptions = {}): Promise<City> {
  const { clock = Date.now, random, embedded, logger } = options;
  const closing = new Closing();
  try {
    const ground = closing.add(await openGround(config, clock, embedded));
    const webhooks = await targetsOf(config);
    const witnesses = await witnessesOf(config);
    const hubs = await allOver(
      ground.hubs.map(async ({ hub: own, vault, enroller, ledger, endings }) => {
        const { name, folder, publicUrl } = own;
        const stamps = name === STAMPS;
        const checkpointEvery = config.checkpointSeconds * SECOND;
        const statusListsEvery = config.statusListSeconds * SECOND;
        const anchorEvery = (config.anchorSeconds ?? 0) * SECOND;
        const usual = { name, folder, vault, enroller, ledger, clock, random, publicUrl };
        const { signDays } = config;
        const options = {
          ...usual,
          signDays,
          stamps,
          checkpointEvery,
          statusListsEvery,
          anchorEvery,
          webhooks,
          exchangeUrls: config.exchange,
          witnesses,
          logger: logger?.child({ hub: name }),
          endings: [() => endings],
        };
        return { config: own, hub: closing.add(await openHub(options)) };
      }),
    );
    const source = {
      data: config.data,
      embedded: ground.embedded,
      hubs: hubs.map(({ config: own, hub: { administration } }) => ({
        hub: own,
        store: administration.licenses.store,
        holderKeys: administration.holderKeys,
      })),
    };
    const orders = { backup: (folder = '', keys = '') => backUp(source, folder, keys) };
    closing.add(await listenForOrders(config, orders));
    const meet: City['meet'] = (urls) => {
      for (const { hub } of hubs) {
        for (const other of hubs) {
          const url = urls.get(other.hub.name);
          if (url !== undefined) hub.administration.exchange.peers.meet(other.hub.mspId, url);
        }
      }
    };
    return { hubs, meet, close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** @throws {ConfigError} for a file of authorities that holds none */
async function targetsOf({ webhooks = PUBLIC_ONLY }: Config): Promise<TargetSettings> {
  const { roots: path, ...settings } = webhooks;
  if (path === undefined) return settings;
  const roots = await readFileIfPresent(path);
  if (roots?.includes('-----BEGIN CERTIFICATE-----') === true) return { ...settings, roots };
  throw new ConfigError(`${path} holds no certificate in PEM`);
}

/** @throws {ConfigError} for a policy file that is not there or cannot be right */
async function witnessesOf({ witnesses: path }: Config): Promise<ExternalWitnesses | undefined> {
  if (path === undefined) return undefined;
  const text = await readFileIfPresent(path);
  if (text === undefined) throw new ConfigError(`There is no file ${path}`);
  try {
    return readWitnessPolicy(text);
  } catch (error) {
    if (error instanceof PolicyFileError) throw new ConfigError(`${path}, ${error.message}`);
    throw error;
  }
}
