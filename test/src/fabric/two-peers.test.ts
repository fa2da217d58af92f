import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { START } from '@hanlian/gateway/ledger/port';
import { loadTopology, startNetwork, type StartedNetwork } from '@hanlian/network';
import { expect } from 'chai';
import { Client, probeCall } from './client.js';
import { probe } from './network/probe.js';
import { refused } from './refused.js';
import { eventually } from '../support/eventually.js';

const GATEWAY_CALLS = 16;
const topology = loadTopology();
const [bureauAsShipped, ...others] = topology.organisations;

/** The shipped topology with a second peer for the bureau, and peers that take little on at once. */
const withTwoPeers = {
  ...topology,
  organisations: [
    {
      ...bureauAsShipped!,
      peers: [
        ...bureauAsShipped!.peers,
        { name: 'peer1.bureau', port: 7081, chaincodePort: 7082, operationsPort: 9454 },
      ],
    },
    ...others,
  ],
  limits: { gatewayCalls: GATEWAY_CALLS },
};

const OWN = ['peer0.bureau', 'peer1.bureau'];

const fresh = (): string => randomBytes(8).toString('hex');
const put = (key = fresh()): ReturnType<typeof probeCall> => probeCall([{ op: 'put', key, value: '1' }]);
const keep = (key: string): ReturnType<typeof probeCall> =>
  probeCall([{ op: 'privatePutTransient', collection: 'pair', key, name: 's' }], {
    transient: { s: Buffer.from('secret') },
  });
const recall = (key: string): ReturnType<typeof probeCall> =>
  probeCall([{ op: 'privateGet', collection: 'pair', key }]);

describe('an organisation with two peers', () => {
  let network: StartedNetwork;
  let bureau: Client;
  let bank: Client;

  before(async () => {
    network = await startNetwork({
      run: mkdtempSync(join(tmpdir(), 'hanlian-fabric-')),
      portOffset: 'free',
      quick: true,
      topology: withTwoPeers,
      chaincodes: [probe],
    });
    [bureau, bank] = await Promise.all([Client.open(network, 'bureau'), Client.open(network, 'bank')]);
  });

  after(async () => {
    await Promise.all([bureau, bank].map((client) => client.ledger.close()));
    await network.stop({ clean: true });
  });

  for (const dead of OWN) {
    it(`goes on without ${dead}: reads, secrets, outcomes and the stream come from the other`, async () => {
      const [before, key] = [fresh(), fresh()];
      await bureau.commit(keep(before));
      await network.kill(dead);
      try {
        await eventually(async () => expect(await bureau.evaluate(recall(before))).to.deep.equal(['secret']));
        expect((await bureau.commit(keep(key))).code).to.equal('VALID');
        expect(await bureau.evaluate(recall(key))).to.deep.equal(['secret']);
        const { transactionId } = await bureau.commit(put());
        const signal = AbortSignal.timeout(30_000);
        let seen = false;
        for await (const transaction of bureau.ledger.stream(START, { signal })) {
          seen = transaction.transactionId === transactionId;
          if (seen) break;
        }
        expect(seen).to.equal(true);
      } finally {
        // Until every peer knows the others again: the next case strikes the one that carried the load here.
        await network.up({ portOffset: 'free', chaincodes: [probe] });
      }
      expect((await bureau.commit(put())).code).to.equal('VALID');
    });
  }

  it('says of each peer why none of them answered', async () => {
    await Promise.all(OWN.map((name) => network.kill(name)));
    try {
      const refusal = await bureau.evaluate(recall('none')).catch((error: unknown) => error as Error);
      for (const name of OWN) expect(refusal).to.have.property('message').that.includes(`${name}: `);
    } finally {
      await network.up({ portOffset: 'free', chaincodes: [probe] });
    }
  });

  it('is refused when peers are asked more than they take on, in a code that says to come again', async () => {
    const calls = Array.from({ length: 40 * GATEWAY_CALLS }, () => bank.evaluate(recall('none')));
    const outcomes = await Promise.allSettled(calls);
    const refusals = await Promise.all(
      calls.filter((_, index) => outcomes[index]?.status === 'rejected').map((call) => refused(call)),
    );
    expect(refusals.length, 'more than the peer takes on').to.be.greaterThan(0);
    for (const refusal of refusals)
      expect(refusal).to.deep.equal({ stage: 'evaluate', code: 'LEDGER_UNAVAILABLE' });
    await eventually(() => bank.evaluate(recall('none')));
  });
});
