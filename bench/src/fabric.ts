import { createPrivateKey, hash, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ecdsaSigner } from '@hanlian/certificates';
import { openCity, type City } from '@hanlian/gateway/city';
import { readConfig } from '@hanlian/gateway/config';
import type { Hub } from '@hanlian/gateway/hub-types';
import { identityOf, readConnection } from '@hanlian/gateway/ledger/fabric/index';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import type { Signatory } from '@hanlian/gateway/outbox/submission';
import { seedCallersOf } from '@hanlian/gateway/seed/index';
import { seedRegistry } from '@hanlian/gateway/seed/registry';
import type { Caller } from '@hanlian/gateway/services/types';
import { startNetwork, type ChaincodeSpec, type StartedNetwork } from '@hanlian/network';
import { signers } from '@hyperledger/fabric-gateway';
import { bureauOf, inFolder } from './city.js';
import { inTurn, timed, type Bench, type Figure, type Figures, type Row, type Size } from './row.js';
import { CLERK, issueOf } from './sample.js';

const IN_FLIGHT = [1, 64, 256];

/** What one transaction carries: how many certificates, or a bare record. */
interface Load {
  readonly id: string;
  readonly work: string;
  readonly workload: string;
  readonly carries: number;
  /** Of a bare record. */
  readonly signer?: SignerKind;
  readonly inFlight: readonly number[];
  /** Transactions of one run, at least as many as are in flight; one at a time an eighth. */
  readonly transactions: (size: Size) => number;
  readonly floor?: number;
  readonly goal?: number;
}

const THROUGH =
  'TLS everywhere, two of three organisations endorse, three Raft orderers sync each block, and the outcome is awaited from the block stream of the own peer; network, hub and load share this machine';

const issueLoad = (carries: number, more: Partial<Load>): Load => ({
  id: `fabricIssue${carries}`,
  work: carries === 1 ? 'Fabric, issue of one' : `Fabric, certificates in runs of ${carries}`,
  workload: `A batch of ${carries} through the service: salted, sealed, bodies encrypted and synced, one transaction of the product's chaincode; ${THROUGH}. Counted in certificates.`,
  carries,
  inFlight: IN_FLIGHT,
  transactions: ({ transactions }) => transactions / 8,
  ...more,
});

/** Who signs a bare record's two messages: our signer, or the one the client library brings. */
type SignerKind = 'own' | 'default';

const bareLoad = (signer: SignerKind, more: Pick<Load, 'id' | 'work'>, by: string): Load => ({
  ...more,
  workload: `One key read, one record of 260 bytes put and one event a transaction, through the same adapter, signed ${by}; ${THROUGH}.`,
  carries: 0,
  signer,
  inFlight: IN_FLIGHT,
  transactions: ({ transactions }) => transactions / 8,
});

const LOADS: readonly Load[] = [
  bareLoad('own', { id: 'fabricBare', work: 'peer: Fabric, a bare chaincode' }, 'by our signer'),
  bareLoad(
    'default',
    { id: 'fabricBareDefault', work: 'peer: Fabric, a bare chaincode, default signer' },
    "by the client library's own signer (pure JavaScript)",
  ),
  issueLoad(1, { floor: 150, goal: 300 }),
  issueLoad(100, { transactions: ({ batch }) => batch / 40 }),
  issueLoad(512, { transactions: ({ batch }) => batch / 160, floor: 2_000, goal: 4_000 }),
];

const rowOf = ({ id, work, workload, floor, goal }: Load, inFlight: number): Row => ({
  id: `${id}@${inFlight}`,
  work: `${work}, ${inFlight} in flight`,
  workload,
  unit: '/s',
  ...(inFlight > 1 && { floor, goal }),
});

/** The hub on a real network of three organisations, which is made for this and goes away with it. */
export const fabric: Bench = {
  rows: [
    {
      id: 'fabricCold',
      work: 'Fabric from nothing to the first committed certificate',
      workload:
        "Binaries built: three real authorities, certificates, twelve processes, channel and chaincode; then the bureau's hub with its callers enrolled, the sample registry registered, and one certificate issued.",
      unit: 's',
      floor: 20,
      goal: 8,
    },
    ...LOADS.flatMap((load) => load.inFlight.map((inFlight) => rowOf(load, inFlight))),
    {
      id: 'fabricMemory',
      work: 'Fabric, memory of its twelve processes after that',
      workload: 'Resident sets added up, chaincode included, the hub not.',
      unit: 'MB',
    },
    {
      id: 'fabricRestart',
      work: 'Fabric, restart on its data to the next certificate',
      workload:
        'All processes stopped; then network and hub started on what lies there, and one certificate issued.',
      unit: 's',
      floor: 5,
      goal: 4,
    },
  ],
  run: (size) => inFolder((folder) => measure(folder, size)),
};

async function measure(folder: string, size: Size): Promise<Figures> {
  const started = performance.now();
  const network = await startNetwork({ run: join(folder, 'network'), portOffset: 'free' });
  try {
    const city = await openBureau(folder, network);
    let loads: Figures;
    let fabricCold: Figure;
    try {
      const hub = bureauOf(city);
      await seedCallersOf(hub, 'bureau');
      await seedRegistry(hub);
      await issue(hub, 1);
      fabricCold = since(started);
      await network.deploy(bare);
      loads = await measureLoads(hub, await signatoriesOf(network), size);
    } finally {
      await city.close();
    }
    const fabricMemory = { value: await memoryOf(network) };
    await network.down();
    return { fabricCold, ...loads, fabricMemory, fabricRestart: await restart(folder, network) };
  } finally {
    await network.stop({ clean: true });
  }
}

const since = (started: number): Figure => ({ value: (performance.now() - started) / 1000 });

const openBureau = (folder: string, network: StartedNetwork): Promise<City> =>
  openCity(
    readConfig({
      HANLIAN_LEDGER: 'fabric',
      HANLIAN_NETWORK_RUN: network.layout.run,
      HANLIAN_DATA: join(folder, 'data'),
      HANLIAN_HUBS: 'bureau',
    }),
  );

async function restart(folder: string, network: StartedNetwork): Promise<Figure> {
  const started = performance.now();
  await network.up({ portOffset: 'free' });
  const city = await openBureau(folder, network);
  try {
    await issue(bureauOf(city), 1);
    return since(started);
  } finally {
    await city.close();
  }
}

async function memoryOf(network: StartedNetwork): Promise<number> {
  const { processes } = await network.status();
  return processes.reduce((sum, { memory = 0 }) => sum + memory, 0);
}

async function measureLoads(hub: Hub, signatories: Signatories, size: Size): Promise<Figures> {
  const each = LOADS.flatMap((load) => load.inFlight.map((inFlight) => ({ load, inFlight })));
  const figures = await inTurn(each, async ({ load, inFlight }) => {
    const most = Math.ceil(load.transactions(size));
    const transactions = inFlight === 1 ? Math.ceil(most / LONE_PART) : Math.max(most, inFlight);
    return [`${load.id}@${inFlight}`, await run(hub, signatories, load, inFlight, transactions)] as const;
  });
  return Object.fromEntries(figures);
}

async function run(
  hub: Hub,
  signatories: Signatories,
  { carries, signer }: Load,
  inFlight: number,
  transactions: number,
): Promise<Figure> {
  const { ledger } = hub.administration.licenses;
  const one = signer === undefined ? () => issue(hub, carries) : () => putBare(ledger, signatories[signer]);
  await Promise.all(Array.from({ length: Math.min(inFlight, WARM_UP) }, one));
  const latencies: number[] = [];
  let left = transactions;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const started = performance.now();
      await one();
      latencies.push(performance.now() - started);
    }
  };
  const figure = await timed(transactions * Math.max(1, carries), () =>
    Promise.all(Array.from({ length: inFlight }, lane)),
  );
  latencies.sort((left, right) => left - right);
  const at = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? 0;
  return { ...figure, p50: at(0.5), p99: at(0.99) };
}

const WARM_UP = 8;
const LONE_PART = 8;

async function issue({ administration, services }: Hub, count: number): Promise<void> {
  const clerk = administration.callers.find(CLERK) as Caller;
  await services.licenses.issue(clerk, issueOf(count), { key: randomUUID(), bodyDigest: '' });
}

type Signatories = Readonly<Record<SignerKind, Signatory>>;

/** One identity of the bureau, with either signer over its key. */
async function signatoriesOf(network: StartedNetwork): Promise<Signatories> {
  const connection = readConnection(network.connection('bureau'));
  const { certificate, privateKey } = await identityOf(connection, 'hub');
  const identity = { mspId: connection.mspId, certificate };
  const key = createPrivateKey(privateKey);
  const sign = signers.newPrivateKeySigner(key);
  return {
    own: { identity, signer: ecdsaSigner(key) },
    default: { identity, signer: { sign: (message) => sign(hash('sha256', message, 'buffer')) } },
  };
}

const { resolve } = createRequire(import.meta.url);
const bare: ChaincodeSpec = {
  name: 'bare',
  folder: dirname(resolve('@hanlian/conformance-chaincode/package.json')),
  policy: "OutOf(2, 'BureauMSP.peer', 'BankMSP.peer', 'AuditorMSP.peer')",
  collections: [],
};
const RECORD = '.'.repeat(260);

async function putBare(ledger: Ledger, { identity, signer }: Signatory): Promise<void> {
  const key = randomUUID();
  const steps = [
    { op: 'get', key },
    { op: 'put', key, value: RECORD },
    { op: 'event', name: 'put', payload: key },
  ];
  const request = { chaincode: 'bare', function: 'probe:run', arguments: [JSON.stringify(steps)] };
  const proposal = await ledger.propose(identity, request);
  const endorsed = await ledger.endorse(proposal.bytes, await signer.sign(proposal.message));
  await ledger.submit(endorsed.bytes, await signer.sign(endorsed.message));
  const { code } = await ledger.status(endorsed.transactionId);
  if (code !== 'VALID') throw new Error(`A transaction came out ${code}`);
}
