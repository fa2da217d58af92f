import type { StartedNetwork } from '@hanlian/network';
import { expect } from 'chai';
import { Client } from '../client.js';
import { sharedNetwork } from '../shared-network.js';
import { Load } from './load.js';
import { FAULTS, strike } from './strike.js';

describe('under load, killed without warning', () => {
  let network: StartedNetwork;
  let load: Load;

  before(async () => {
    network = await sharedNetwork();
    load = await Load.start(network);
    await load.progress(1, 30_000);
  });

  for (const fault of FAULTS) {
    it(`${fault.name}: the load goes on`, async () => {
      await strike(network, load, fault);
    });
  }

  it('no acknowledged transaction is lost, and none is applied twice, as every organisation sees it', async () => {
    await load.stop();
    for (const organisation of ['bureau', 'bank', 'auditor']) {
      const { ledger } = await Client.open(network, organisation);
      expect(await load.violations(ledger), organisation).to.deep.equal([]);
      await ledger.close();
    }
    expect(load.tally.errors, 'the faults were felt').to.be.greaterThan(0);
  });
});
