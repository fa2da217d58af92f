import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, ecdsaSigner, type Signer } from '@hanlian/certificates';
import { openEmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import type { Identity, Ledger } from '@hanlian/gateway/ledger/port';
import { Context, Contract } from 'fabric-contract-api';

export interface LedgerBenchOptions {
  /** Transactions to commit, after a warm-up of a fifth as many. */
  readonly transactions: number;
  /** Transactions in flight at once. */
  readonly inFlight: number;
  /** Where the store lies; the system's temporary folder when absent. */
  readonly folder?: string;
}

export interface LedgerBenchResult {
  readonly inFlight: number;
  readonly transactionsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly transactionsPerBlock: number;
  /** CPU time of the whole process, load generator included. */
  readonly cpuMicrosecondsPerTransaction: number;
}

const RECORD_BYTES = 260;

/** One record a transaction: the key is proved absent, a certificate's worth of bytes written, an event set. */
class Records extends Contract {
  constructor() {
    super('records');
  }

  async issue(ctx: Context, key: string, record: string): Promise<void> {
    const found = await ctx.stub.getState(key);
    if (found.length > 0) throw new Error('the key is taken');
    await ctx.stub.putState(key, Buffer.from(record));
    ctx.stub.setEvent('issued', Buffer.from(key));
  }
}

interface Client {
  readonly identity: Identity;
  readonly signer: Signer;
}

/**
 * The embedded ledger at full load, the load generator in the same process. Each transaction: two client signatures
 * made and checked, the contract dispatched through fabric-shim, one endorsement made, and the outcome awaited, which
 * comes after the block's fsync.
 */
export async function benchLedger(options: LedgerBenchOptions): Promise<LedgerBenchResult> {
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'bench-ledger-'));
  const { authority, client } = await makeClient();
  const host = await openEmbeddedLedger({
    path: join(folder, 'ledger'),
    channel: 'bench',
    chaincodes: [{ name: 'records', contracts: [Records] }],
    organisations: [{ mspId: 'BenchMSP', rootCertificates: [authority] }],
    node: { ...client.identity, signer: client.signer },
  });
  try {
    return await measure(host.forOrganisation('BenchMSP'), client, options);
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
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
  ledger: Ledger,
  client: Client,
  options: LedgerBenchOptions,
): Promise<LedgerBenchResult> {
  const { transactions, inFlight } = options;
  let key = 0;
  const load = async (count: number): Promise<number[]> => {
    const last = key + count;
    const latencies: number[] = [];
    const lane = async (): Promise<void> => {
      while (key < last) {
        const start = performance.now();
        await issue(ledger, client, `key${key++}`);
        latencies.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    return latencies.sort((left, right) => left - right);
  };
  await load(Math.ceil(transactions / 5));
  const blocksBefore = await ledger.height();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const latencies = await load(transactions);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    inFlight,
    transactionsPerSecond: Math.round(transactions / seconds),
    p50Ms: latencies[Math.floor(transactions * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(transactions * 0.99)] ?? 0,
    transactionsPerBlock: transactions / ((await ledger.height()) - blocksBefore),
    cpuMicrosecondsPerTransaction: Math.round((user + system) / transactions),
  };
}

async function issue(ledger: Ledger, { identity, signer }: Client, key: string): Promise<void> {
  const call = { function: 'records:issue', arguments: [key, key.padEnd(RECORD_BYTES, '.')] };
  const proposal = await ledger.propose(identity, call);
  const endorsed = await ledger.endorse(proposal.bytes, await signer.sign(proposal.message));
  await ledger.submit(endorsed.bytes, await signer.sign(endorsed.message));
  const { code } = await ledger.status(endorsed.transactionId);
  if (code !== 'VALID') throw new Error(`a transaction came out ${code}`);
}
