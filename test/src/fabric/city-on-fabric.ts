import { loadTopology } from '@hanlian/network';
import { runCity, type RunningCity } from '../support/city.js';
import { sharedNetwork } from './shared-network.js';

/** The sample city on the shared network, with the product's own chaincode deployed there. */
export async function runCityOnFabric(folder: string): Promise<RunningCity> {
  const network = await sharedNetwork();
  for (const chaincode of loadTopology().chaincodes) await network.deploy(chaincode);
  return runCity(folder, {}, { HANLIAN_LEDGER: 'fabric', HANLIAN_NETWORK_RUN: network.layout.run });
}
