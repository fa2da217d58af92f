import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { contracts } from '@hanlian/chaincode';
import { nodeIdentity, openVault, rootCertificate, type Vault } from './callers/vault.js';
import { ConfigError, ORGANISATIONS, type Config, type HubConfig, type OrganisationName } from './config.js';
import { CHAINCODE, CHANNEL, openHub, type Hub } from './hub.js';
import { openEmbeddedLedger, type OrganisationOptions } from './ledger/embedded/index.js';
import type { LedgerHost } from './ledger/port.js';
import { Closing } from './storage/closing.js';
import type { Random } from './storage/random.js';

export interface CityOptions {
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly random?: Random;
}

/** The hubs this process runs, on one ledger. */
export interface City {
  readonly hubs: readonly { readonly config: HubConfig; readonly hub: Hub }[];
  close(): Promise<void>;
}

const names = Object.keys(ORGANISATIONS) as OrganisationName[];

/** Opens the hubs of the configuration, each in its own folder with its own keys. Only the ledger is shared. */
export async function openCity(config: Config, options: CityOptions = {}): Promise<City> {
  if (config.ledger !== 'embedded') {
    throw new ConfigError('HANLIAN_LEDGER is "fabric"; this version runs on the embedded ledger only');
  }
  const { clock = Date.now, random = randomBytes } = options;
  const closing = new Closing();
  try {
    const vaults = await openVaults(config, clock);
    const ledger = closing.add(await openLedger(config, vaults, clock));
    const hubs = await Promise.all(
      vaults.map(async ({ hub, vault }) => {
        const { name, folder, mspId } = hub;
        const opened = await openHub({
          name,
          folder,
          vault,
          ledger: ledger.forOrganisation(mspId),
          clock,
          random,
        });
        return { config: hub, hub: closing.add(opened) };
      }),
    );
    return { hubs, close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

interface OpenVault {
  readonly hub: HubConfig;
  readonly vault: Vault;
}

const openVaults = ({ hubs, secret }: Config, clock: () => number): Promise<OpenVault[]> =>
  Promise.all(
    hubs.map(async (hub) => ({
      hub,
      vault: await openVault({ folder: hub.folder, organisation: hub.name, secret, clock }),
    })),
  );

async function openLedger(
  { data }: Config,
  vaults: readonly OpenVault[],
  clock: () => number,
): Promise<LedgerHost> {
  const [first] = vaults;
  if (first === undefined) throw new ConfigError('HANLIAN_HUBS names no hub');
  const { certificate, signer } = await nodeIdentity(first.hub.folder, first.vault);
  return openEmbeddedLedger({
    path: join(data, 'ledger'),
    channel: CHANNEL,
    chaincodes: [{ name: CHAINCODE, contracts }],
    organisations: await knownOrganisations(data),
    node: { mspId: first.hub.mspId, certificate, signer },
    clock,
  });
}

/** The organisations whose authority's certificate lies here, whether or not this process runs their hub. */
async function knownOrganisations(data: string): Promise<OrganisationOptions[]> {
  const found = await Promise.all(
    names.map(async (name) => ({ name, certificate: await rootCertificate(join(data, name)) })),
  );
  return found.flatMap(({ name, certificate }) =>
    certificate === undefined ? [] : [{ mspId: ORGANISATIONS[name].mspId, rootCertificates: [certificate] }],
  );
}
