import { join } from 'node:path';
import { localEnroller } from '../callers/enroller.js';
import { nodeIdentity, rootCertificate } from '../callers/vault.js';
import { ConfigError, type Config } from '../config.js';
import { ORGANISATIONS, type OrganisationName } from '../organisations.js';
import { CHANNEL } from '../places.js';
import {
  openEmbeddedLedger,
  type EmbeddedLedgerOptions,
  type OrganisationOptions,
} from '../ledger/embedded/index.js';
import { productChaincode } from './chaincode.js';
import { endOf } from '../vitals/endings.js';
import type { Ground, OpenVault } from './types.js';

const names = Object.keys(ORGANISATIONS) as OrganisationName[];

/** One ledger in this process's own data folder, which all its hubs share; each hub is its own authority. */
export async function openEmbeddedGround(
  config: Config,
  vaults: readonly OpenVault[],
  clock: () => number,
  otherwise: Partial<EmbeddedLedgerOptions>,
): Promise<Ground> {
  const usual = await ledgerOptions(config, vaults, clock);
  const embedded = await openEmbeddedLedger({ ...usual, ...otherwise });
  const node = endOf('node', usual.node.mspId, usual.node.certificate);
  try {
    const hubs = vaults.map(({ hub, vault }) => ({
      hub,
      vault,
      enroller: localEnroller(vault.authority),
      ledger: embedded.forOrganisation(hub.mspId),
      endings: hub.mspId === usual.node.mspId ? [node] : [],
    }));
    return { hubs, embedded, close: () => embedded.close() };
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

/** How the city's ledger is opened, by the organisation whose hub comes first. */
export async function ledgerOptions(
  { data }: Config,
  vaults: readonly OpenVault[],
  clock: () => number = Date.now,
): Promise<EmbeddedLedgerOptions> {
  const [first] = vaults;
  if (first === undefined) throw new ConfigError('HANLIAN_HUBS names no hub');
  const node = await nodeIdentity(first.hub.folder, first.vault);
  return {
    path: join(data, 'ledger'),
    channel: CHANNEL,
    chaincodes: [productChaincode],
    organisations: await knownOrganisations(data),
    node: { mspId: first.hub.mspId, ...node },
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
