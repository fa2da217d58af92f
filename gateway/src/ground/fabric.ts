import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CaClient } from '@hanlian/ca-client';
import { FabricEnroller } from '../callers/fabric-enroller.js';
import { ConfigError, type Config, type HubConfig } from '../config.js';
import { CHAINCODE, CHANNEL } from '../places.js';
import {
  connectionOptions,
  identityOf,
  openFabricLedger,
  readConnection,
  type Connection,
  type FabricLedger,
} from '../ledger/fabric/index.js';
import { LedgerError } from '../ledger/port.js';
import { allOver } from '../storage/all-over.js';
import { Closing } from '../storage/closing.js';
import { readFileIfPresent } from '../storage/files.js';
import type { Ground, HubGround, OpenVault } from './types.js';

/** As whom a hub reads blocks and registers its callers. The identity has no role: no contract lets it write. */
const HUB_IDENTITY = 'hub';
/** Of the two authorities of each server, the one whose certificates sign. */
const SIGNING_AUTHORITY = 'ca';
const START_IT = 'start it with `npm run network -- up`';

/** Each hub on its own organisation's peers and authority: nothing is shared within the process. */
export async function openFabricGround(
  { network }: Config,
  vaults: readonly OpenVault[],
  clock: () => number,
): Promise<Ground> {
  const closing = new Closing();
  try {
    const hubs = await allOver(vaults.map((vault) => openHubGround(network, vault, clock, closing)));
    return { hubs, close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function openHubGround(
  network: string,
  { hub, vault }: OpenVault,
  clock: () => number,
  closing: Closing,
): Promise<HubGround> {
  const connection = await connectionOf(network, hub);
  const client = await authorityOf(connection);
  closing.add({
    close: () => {
      client.close();
      return Promise.resolve();
    },
  });
  const enroller = new FabricEnroller(client, await identityOf(connection, HUB_IDENTITY), hub.name);
  const ledger = closing.add(await ledgerOf(connection, clock));
  return { hub, vault, enroller, ledger, endings: [] };
}

async function connectionOf(network: string, { name, mspId }: HubConfig): Promise<Connection> {
  const file = join(network, 'organisations', name, 'connection.json');
  const text = await readFileIfPresent(file);
  if (text === undefined) throw new ConfigError(`There is no Fabric network in ${network}; ${START_IT}`);
  const connection = readConnection(JSON.parse(text));
  const leadsTo = [connection.mspId, connection.channel, connection.chaincode].join('/');
  const needed = [mspId, CHANNEL, CHAINCODE].join('/');
  if (leadsTo === needed) return connection;
  throw new ConfigError(`${file} leads to ${leadsTo}, and this hub is one of ${needed}`);
}

async function authorityOf({ mspId, ca }: Connection): Promise<CaClient> {
  if (ca === undefined) {
    throw new ConfigError(
      `${mspId} has no certificate authority to enrol its callers; build the network again without --quick`,
    );
  }
  const { hostname: host, port } = new URL(ca.url);
  const tlsRoot = await readFile(ca.tlsRootCert, 'utf8');
  return new CaClient({ name: ca.name, host, port: Number(port), caName: SIGNING_AUTHORITY, tlsRoot });
}

async function ledgerOf(connection: Connection, clock: () => number): Promise<FabricLedger> {
  const options = await connectionOptions(connection, HUB_IDENTITY);
  try {
    return await openFabricLedger({ ...options, clock });
  } catch (cause) {
    if (!(cause instanceof LedgerError) || cause.code !== 'LEDGER_UNAVAILABLE') throw cause;
    const own = options.peers.filter(({ mspId }) => mspId === connection.mspId);
    const where = own.map(({ name, endpoint }) => `${name} (${endpoint})`).join(', ');
    throw new ConfigError(`No peer of ${connection.mspId} answers: ${where}; ${START_IT}`, { cause });
  }
}
