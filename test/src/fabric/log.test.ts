import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import {
  base64Decode,
  parseCheckpoint,
  parseNote,
  verifyConsistency,
  type Checkpoint,
} from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from '@hanlian/certificates';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { StartedNetwork } from '@hanlian/network';
import { runCityOnFabric, sharedFolder } from './city-on-fabric.js';
import { HubProcess } from './hub-process.js';
import { eventually } from '../support/eventually.js';
import { sharedNetwork } from './shared-network.js';

const NAMES = ['bureau', 'bank', 'auditor'] as const;
const PATIENCE_MS = 60_000;
const ORDER = {
  type: '11100000MB0143028R901',
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

describe('the log of three hubs on Fabric, each with its own peer', () => {
  let network: StartedNetwork;
  let hubs: Readonly<Record<OrganisationName, HubProcess>>;
  let clerk: SampleCallerKey;
  /** Every checkpoint any hub ever served, by its size. */
  const served = new Map<number, string>();
  const transactions: string[] = [];
  let orders = 0;

  before(async () => {
    const city = await runCityOnFabric();
    clerk = city.callers.find(({ role }) => role === 'clerk')!;
    await city.stop();
    network = await sharedNetwork();
    const settings = {
      HANLIAN_LEDGER: 'fabric',
      HANLIAN_NETWORK_RUN: network.layout.run,
      HANLIAN_DATA: join(await sharedFolder(), 'data', 'fabric'),
      HANLIAN_CHECKPOINT_SECONDS: '1',
    };
    hubs = {
      bureau: new HubProcess('bureau', settings),
      bank: new HubProcess('bank', settings),
      auditor: new HubProcess('auditor', settings),
    };
    for (const name of NAMES) await hubs[name].start();
  });
  after(async () => {
    await Promise.all(NAMES.map((name) => hubs[name].stop()));
  });

  const text = async (name: OrganisationName, path: string): Promise<string> => {
    const response = await fetch(hubs[name].url + path, { signal: AbortSignal.timeout(20_000) });
    const body = await response.text();
    expect(response.status, body).to.equal(200);
    return body;
  };

  /** Issues one certificate, asking again under the same key for as long as its hub or the peers are away. */
  const issue = async (): Promise<void> => {
    const key = `log-on-fabric-${++orders}`;
    const { certificates } = await eventually(async () => {
      const response = await fetch(`${hubs.bureau.url}/v1/licenses`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${clerk.key}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(ORDER),
        signal: AbortSignal.timeout(20_000),
      });
      const body = (await response.json()) as { certificates: { id: string }[] };
      expect(response.status, JSON.stringify(body)).to.equal(201);
      return body;
    }, PATIENCE_MS);
    const { anchor } = await documentOf(certificates[0]!.id);
    transactions.push(anchor.transactionId);
  };

  const documentOf = async (id: string): Promise<EvidenceDocument> =>
    eventually(async () => {
      const response = await fetch(`${hubs.bureau.url}/v1/licenses/${id}/document`, {
        headers: { authorization: `Bearer ${clerk.key}` },
      });
      expect(response.status).to.equal(200);
      return (await response.json()) as EvidenceDocument;
    }, PATIENCE_MS);

  /** Notes what a hub serves; two texts of one size would be a fork. */
  const fetchCheckpoint = async (name: OrganisationName): Promise<Checkpoint> => {
    const own = parseNote(await text(name, '/v1/log/checkpoint')).text;
    const checkpoint = parseCheckpoint(own);
    expect(own).to.equal(served.get(checkpoint.size) ?? own);
    served.set(checkpoint.size, own);
    return checkpoint;
  };

  /** The size all three hubs serve, once it covers all that was issued and each has signed it. */
  const agreed = (): Promise<Checkpoint> =>
    eventually(async () => {
      const all = [];
      for (const name of NAMES) all.push(await fetchCheckpoint(name));
      expect(new Set(all.map(({ size }) => size)).size).to.equal(1);
      for (const transaction of transactions)
        await text('auditor', `/v1/log/proofs/inclusion/${transaction}`);
      const { witnesses, ...about } = JSON.parse(await text('auditor', '/v1/log/witnesses')) as {
        witnesses: { cosignedAt: number | null; organisation: string }[];
        size: number;
      };
      expect(about).to.deep.include({ size: all[0]!.size, halted: false, forks: [] });
      const signed = witnesses.filter(({ cosignedAt }) => cosignedAt !== null);
      expect(signed.map(({ organisation }) => organisation)).to.include.members(['BankMSP', 'AuditorMSP']);
      return all[0]!;
    }, PATIENCE_MS);

  const strikes: Readonly<Record<string, () => Promise<void>>> = {
    'the bank’s hub': async () => {
      await hubs.bank.kill();
      await issue();
      await hubs.bank.start();
    },
    'the bank’s peer': async () => {
      await network.kill('peer0.bank');
      await issue();
      await network.restart('peer0.bank');
    },
    'the publishing hub, in the middle of a write': async () => {
      const asked = issue();
      await pause(200);
      await hubs.bureau.kill();
      await hubs.bureau.start();
      await asked;
    },
    'the auditor’s hub and peer': async () => {
      await Promise.all([hubs.auditor.kill(), network.kill('peer0.auditor')]);
      await issue();
      await network.restart('peer0.auditor');
      await hubs.auditor.start();
    },
  };
  for (const [what, strike] of Object.entries(strikes)) {
    it(`is the same at all three, and signed by all three, after ${what} was killed`, async () => {
      await issue();
      await eventually(() => fetchCheckpoint('bureau'), PATIENCE_MS);
      await strike();
      await issue();
      await agreed();
    });
  }

  it('had equal roots at every size that any hub ever served: each hub proves it from its own tiles', async () => {
    const newest = await agreed();
    const sizes = [...served.keys()].filter((size) => size < newest.size);
    expect(sizes.length).to.be.greaterThan(3);
    for (const name of NAMES) {
      for (const size of sizes) {
        const { root } = parseCheckpoint(served.get(size)!);
        const answer = await text(name, `/v1/log/proofs/consistency/${size}/${newest.size}`);
        const { path } = JSON.parse(answer) as { path: string[] };
        const proof = { olderSize: size, newerSize: newest.size, path: path.map(base64Decode) };
        expect(verifyConsistency(nodeHashes.sha256, proof, root, newest.root), `${name}, ${size}`).to.equal(
          true,
        );
      }
    }
  });
});
