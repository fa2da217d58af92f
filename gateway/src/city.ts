import { join } from 'node:path';
import { contracts } from '@hanlian/chaincode';
import { nodeIdentity, openVault, rootCertificate, type Vault } from './callers/vault.js';
import { ConfigError, ORGANISATIONS, type Config, type HubConfig, type OrganisationName } from './config.js';
import { CHAINCODE, CHANNEL, openHub, type Hub } from './hub.js';
import {
  openEmbeddedLedger,
  type EmbeddedLedger,
  type EmbeddedLedgerOptions,
  type OrganisationOptions,
} from './ledger/embedded/index.js';
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
  readonly ledger: EmbeddedLedger;
  close(): Promise<void>;
}

const names = Object.keys(ORGANISATIONS) as OrganisationName[];

/** Opens the hubs of the configuration, each in its own folder with its own keys. Only the ledger is shared. */
export async function openCity(config: Config, options: CityOptions = {}): Promise<City> {
  const { clock = Date.now, random } = options;
  const closing = new Closing();
  try {
    const { ledger, vaults } = closing.add(await openGround(config, clock));
    const hubs = await Promise.all(
      vaults.map(async ({ hub, vault }) => {
        const { name, folder, mspId } = hub;
        const port = ledger.forOrganisation(mspId);
        return {
          config: hub,
          hub: closing.add(await openHub({ name, folder, vault, ledger: port, clock, random })),
        };
      }),
    );
    return { hubs, ledger, close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** What the hubs stand on: their keys, and the ledger. */
export interface Ground {
  readonly vaults: readonly OpenVault[];
  readonly ledger: EmbeddedLedger;
  close(): Promise<void>;
}

/** Opens the keys and the ledger, and no hub. */
export async function openGround(config: Config, clock: () => number = Date.now): Promise<Ground> {
  requireEmbedded(config);
  const vaults = await openVaults(config, clock);
  const ledger = await openEmbeddedLedger(await ledgerOptions(config, vaults, clock));
  return { vaults, ledger, close: () => ledger.close() };
}

export function requireEmbedded({ ledger }: Config): void {
  if (ledger === 'embedded') return;
  throw new ConfigError(`HANLIAN_LEDGER is "${ledger}"; this version runs on the embedded ledger only`);
}

export interface OpenVault {
  readonly hub: HubConfig;
  readonly vault: Vault;
}

export const openVaults = ({ hubs, secret }: Config, clock: () => number = Date.now): Promise<OpenVault[]> =>
  Promise.all(
    hubs.map(async (hub) => ({
      hub,
      vault: await openVault({ folder: hub.folder, organisation: hub.name, secret, clock }),
    })),
  );

/** How the city's ledger is opened, by the organisation whose hub comes first. */
export async function ledgerOptions(
  { data }: Config,
  vaults: readonly OpenVault[],
  clock: () => number = Date.now,
): Promise<EmbeddedLedgerOptions> {
  const [first] = vaults;
  if (first === undefined) throw new ConfigError('HANLIAN_HUBS names no hub');
  const { certificate, signer } = await nodeIdentity(first.hub.folder, first.vault);
  return {
    path: join(data, 'ledger'),
    channel: CHANNEL,
    chaincodes: [{ name: CHAINCODE, contracts }],
    organisations: await knownOrganisations(data),
    node: { mspId: first.hub.mspId, certificate, signer },
    clock,
  };
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
