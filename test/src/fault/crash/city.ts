import '../../support/quiet.js';
import { join } from 'node:path';
import { contracts } from '@hanlian/chaincode';
import { nodeIdentity, openVault } from '@hanlian/gateway/callers/vault';
import { openCity, type City } from '@hanlian/gateway/city';
import type { Config, HubConfig } from '@hanlian/gateway/config';
import type { Hub } from '@hanlian/gateway/hub-types';
import { CHAINCODE, CHANNEL } from '@hanlian/gateway/places';
import { openEmbeddedLedger, type EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { callerEntry, CALLERS } from '@hanlian/gateway/seed/callers';
import { seedRegistry } from '@hanlian/gateway/seed/registry';

/** The bureau's hub alone: one passphrase to stretch at each of many starts. */
const bureau = (data: string): HubConfig => ({
  name: 'bureau',
  mspId: 'BureauMSP',
  port: 0,
  folder: join(data, 'bureau'),
});

/** Often enough that most crashes come while a checkpoint is made. */
const CHECKPOINT_SECONDS = 0.2;

const configOf = (data: string, network: string | undefined, checkpointSeconds: number): Config => ({
  host: '127.0.0.1',
  data,
  ledger: network === undefined ? 'embedded' : 'fabric',
  network: network ?? join(data, 'network'),
  hubs: [bureau(data)],
  secret: undefined,
  checkpointSeconds,
  statusListSeconds: 0,
  seed: false,
  limits: {},
  webhooks: { networks: ['127.0.0.1'], plain: true },
});

/** A city of one hub. */
export interface SmallCity {
  readonly hub: Hub;
  readonly close: () => Promise<void>;
}

/**
 * @param network the run folder of the Fabric network it is on; absent: the embedded ledger
 * @param checkpointSeconds between two checkpoints of its log; 0: none
 */
export async function openSmallCity(
  data: string,
  network?: string,
  checkpointSeconds = CHECKPOINT_SECONDS,
): Promise<SmallCity> {
  const city: City = await openCity(configOf(data, network, checkpointSeconds));
  const [only] = city.hubs;
  if (only === undefined) throw new Error('the configuration names one hub');
  return { hub: only.hub, close: () => city.close() };
}

/** Makes a city in which certificates can be issued, but none is yet. */
export async function makeSmallCity(data: string, network?: string): Promise<void> {
  const { hub, close } = await openSmallCity(data, network);
  const { identities, callers } = hub.administration;
  for (const caller of CALLERS.filter(({ department }) => department.hub === 'bureau')) {
    await identities.enrol(caller.id, { role: caller.role, department: caller.department.code });
    await callers.register(callerEntry(caller, hub.mspId));
  }
  await seedRegistry(hub);
  await close();
}

/** The ledger of a city that nothing has open, for what only its operator does. */
export async function openLedgerOf(data: string): Promise<EmbeddedLedger> {
  const { folder, mspId, name } = bureau(data);
  const vault = await openVault({ folder, organisation: name, secret: undefined, clock: Date.now });
  const identity = await nodeIdentity(folder, vault);
  return openEmbeddedLedger({
    path: join(data, 'ledger'),
    channel: CHANNEL,
    chaincodes: [{ name: CHAINCODE, contracts }],
    organisations: [{ mspId, rootCertificates: [vault.authority.certificate] }],
    node: { mspId, ...identity },
  });
}
