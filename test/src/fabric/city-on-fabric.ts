import { join } from 'node:path';
import type { Environment } from '@hanlian/gateway/config';
import { loadTopology } from '@hanlian/network';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { nameRecords } from '../support/sharing-city.js';
import { sharedNetwork } from './shared-network.js';

let folder: Promise<string> | undefined;

/** The folder below which the city of one run lies: an authority certifies each of its callers once. */
export const sharedFolder = (): Promise<string> => (folder ??= newFolder());

/** The sample city on the shared network, with the product's own chaincode; whoever runs it stops it. */
export async function runCityOnFabric(more: Environment = {}): Promise<RunningCity> {
  const network = await sharedNetwork();
  for (const chaincode of loadTopology().chaincodes) await network.deploy(chaincode);
  const settings = { HANLIAN_LEDGER: 'fabric', HANLIAN_NETWORK_RUN: network.layout.run, ...more };
  const data = join(await sharedFolder(), 'data', 'fabric');
  await nameRecords(data);
  return runCity(data, {}, settings);
}

after(async () => {
  if (folder !== undefined) await removeFolder(await folder);
});
