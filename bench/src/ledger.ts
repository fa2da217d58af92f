import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { createAuthority, ecdsaSigner, type Signer } from '@hanlian/certificates';
import { openEmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import type { Identity, Ledger } from '@hanlian/gateway/ledger/port';
import { openStore } from '@hanlian/gateway/storage/store';
import { Context, Contract } from 'fabric-contract-api';
import { inFolder } from './city.js';
import { inTurn, timed, type Bench, type Figure, type Row } from './row.js';

const WORKLOAD =
  'One record of 260 bytes a transaction, its key proved absent, one event: two client signatures made and checked, the contract dispatched through fabric-shim, one endorsement made, the outcome awaited, which comes after the synced write of the block; the load comes from the same process.';

const row = (inFlight: number, floor: number, goal: number): Row => ({
  id: `ledger${inFlight}`,
  work: `embedded ledger, ${inFlight} in flight`,
  workload: WORKLOAD,
  unit: '/s',
  floor,
  goal,
  ...(inFlight > 1 && { p99Goal: 40 }),
});

const IN_FLIGHT = [1, 64, 256] as const;
const FILLING = 256;

/** The embedded ledger at full load, in this process. */
export const ledger: Bench = {
  rows: [
    row(1, 1_000, 1_000),
    row(64, 3_000, 6_000),
    row(256, 3_000, 6_000),
    {
      id: 'levelSync',
      work: 'peer: classic-level, synced puts one at a time',
      workload: 'A record of 260 bytes, written and synced by itself.',
      unit: '/s',
    },
  ],
  run: ({ transactions }) =>
    inFolder(async (folder) => ({
      ...Object.fromEntries(
        await inTurn(IN_FLIGHT, async (inFlight) => [
          `ledger${inFlight}`,
          await run(
            join(folder, `ledger${inFlight}`),
            inFlight,
            inFlight === 1 ? transactions / 8 : transactions,
          ),
        ]),
      ),
      levelSync: await putOneByOne(join(folder, 'level'), transactions / 8),
    })),
};

const RECORD_BYTES = 260;
/** The first fifth warms up and is not counted. */
const WARM_UP_PART = 5;

/** The chaincode of the contract below. */
export const RECORDS = 'records';

/** One record a transaction: the key is proved absent, a certificate's worth of bytes written, an event set. */
class Records extends Contract {
  constructor() {
    super(RECORDS);
  }

  async issue(ctx: Context, key: string, record: string): Promise<void> {
    const found = await ctx.stub.getState(key);
    if (found.length > 0) throw new Error('the key is taken');
    await ctx.stub.putState(key, Buffer.from(record));
    ctx.stub.setEvent('issued', Buffer.from(JSON.stringify({ key })));
  }
}

interface Client {
  readonly identity: Identity;
  readonly signer: Signer;
}

/** On a ledger of its own, so that none finds a store the others have filled. */
const run = (folder: string, inFlight: number, transactions: number): Promise<Figure> =>
  withRecords(folder, (port, client) => measure(port, client, inFlight, Math.ceil(transactions)));

/** Works on the ledger of the contract above. */
async function withRecords<T>(
  folder: string,
  work: (port: Ledger, client: Client) => Promise<T>,
): Promise<T> {
  const { authority, client } = await makeClient();
  const host = await openEmbeddedLedger({
    path: folder,
    channel: 'bench',
    chaincodes: [{ name: RECORDS, contracts: [Records] }],
    organisations: [{ mspId: 'BenchMSP', rootCertificates: [authority] }],
    node: { ...client.identity, signer: client.signer },
  });
  try {
    return await work(host.forOrganisation('BenchMSP'), client);
  } finally {
    await host.close();
  }
}

/** Works on a ledger that holds so many transactions. */
export const withLedgerOf = <T>(
  folder: string,
  transactions: number,
  work: (port: Ledger) => Promise<T>,
): Promise<T> =>
  withRecords(folder, async (port, client) => {
    await measure(port, client, FILLING, transactions);
    return work(port);
  });

async function putOneByOne(folder: string, count: number): Promise<Figure> {
  const store = await openStore(folder);
  const value = Buffer.alloc(RECORD_BYTES, '.');
  try {
    return await timed(count, async () => {
      for (let i = 0; i < count; i++) await store.put(`key${i}`, value, { sync: true });
    });
  } finally {
    await store.close();
  }
}

async function makeClient(): Promise<{ authority: string; client: Client }> {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const authority = await createAuthority({ organization: 'Bench', signer: ecdsaSigner(root) });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = await authority.issueIdentity({ commonName: 'clerk', publicKey, kind: 'client' });
  return {
    authority: authority.certificate,
    client: { identity: { mspId: 'BenchMSP', certificate }, signer: ecdsaSigner(privateKey) },
  };
}

async function measure(
  port: Ledger,
  client: Client,
  inFlight: number,
  transactions: number,
): Promise<Figure> {
  let key = 0;
  const load = async (count: number): Promise<number[]> => {
    const last = key + count;
    const latencies: number[] = [];
    const lane = async (): Promise<void> => {
      while (key < last) {
        const start = performance.now();
        await issue(port, client, `key${key++}`);
        latencies.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    return latencies.sort((left, right) => left - right);
  };
  await load(Math.ceil(transactions / WARM_UP_PART));
  let latencies: number[] = [];
  const figure = await timed(transactions, async () => (latencies = await load(transactions)));
  const at = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? 0;
  return { ...figure, p50: at(0.5), p99: at(0.99) };
}

async function issue(port: Ledger, { identity, signer }: Client, key: string): Promise<void> {
  const call = { function: 'records:issue', arguments: [key, key.padEnd(RECORD_BYTES, '.')] };
  const proposal = await port.propose(identity, call);
  const endorsed = await port.endorse(proposal.bytes, await signer.sign(proposal.message));
  await port.submit(endorsed.bytes, await signer.sign(endorsed.message));
  const { code } = await port.status(endorsed.transactionId);
  if (code !== 'VALID') throw new Error(`a transaction came out ${code}`);
}
