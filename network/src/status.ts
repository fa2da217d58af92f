import type { Text } from './errors.js';
import { ordererMspId } from './identities/cryptogen.js';
import type { Layout } from './layout.js';
import { healthy, listens, metric } from './processes/health.js';
import { isAlive, memoryOf } from './processes/liveness.js';
import { reasonOfDeath } from './processes/logs.js';
import type { NetworkState, ProcessRecord } from './processes/state.js';
import { death } from './processes/supervisor.js';
import type { Organisation, Topology } from './topology/schema.js';

/** One process as it is now. */
export interface ProcessStatus {
  readonly name: string;
  readonly organisation: string;
  readonly kind: ProcessRecord['kind'];
  readonly state: 'ready' | 'starting' | 'stopped';
  readonly pid?: number;
  /** `host:port` it serves on. */
  readonly address: string;
  /** Resident memory in MiB. */
  readonly memory?: number;
  /** Block height of a peer's or an orderer's ledger. */
  readonly height?: number;
  /** Whether an orderer leads. */
  readonly leads?: boolean;
  /** Why it ended by itself, where its last words tell; with the next step. */
  readonly trouble?: Text;
}

export interface NetworkStatus {
  readonly channel: string;
  readonly certificates: NetworkState['mode'];
  readonly run: string;
  readonly processes: readonly ProcessStatus[];
  readonly organisations: readonly {
    name: string;
    mspId: string;
    ordererMspId: string;
    connection: string;
  }[];
}

interface Probe {
  readonly name: string;
  readonly kind: ProcessRecord['kind'];
  readonly organisation: Organisation;
  readonly port: number;
  readonly ready: () => Promise<boolean>;
  readonly details?: () => Promise<Pick<ProcessStatus, 'height' | 'leads'>>;
}

/** Asks every process how it is. */
export async function statusOf(state: NetworkState, layout: Layout): Promise<NetworkStatus> {
  const { topology, mode } = state;
  const probes = [
    ...topology.organisations.flatMap((each) => nodeProbes(topology, each)),
    ...chaincodeProbes(state),
  ];
  return {
    channel: topology.channel,
    certificates: mode,
    run: layout.run,
    processes: await Promise.all(
      probes.filter(({ kind }) => kind !== 'ca' || mode === 'ca').map((each) => ask(each, state, layout)),
    ),
    organisations: topology.organisations.map((organisation) => ({
      name: organisation.name,
      mspId: organisation.mspId,
      ordererMspId: ordererMspId(organisation, mode),
      connection: layout.organisation(organisation.name).connection,
    })),
  };
}

function nodeProbes({ bind, channel }: Topology, organisation: Organisation): Probe[] {
  const { ca, orderers, peers } = organisation;
  const label = `channel="${channel}"`;
  return [
    { name: ca.name, kind: 'ca', organisation, port: ca.port, ready: () => listens(bind, ca.port) },
    ...orderers.map(({ name, port, operationsPort }): Probe => ({
      name,
      kind: 'orderer',
      organisation,
      port,
      ready: () => healthy(bind, operationsPort),
      details: async () => ({
        height: increment(
          await metric(bind, operationsPort, 'consensus_etcdraft_committed_block_number', label),
        ),
        leads: (await metric(bind, operationsPort, 'consensus_etcdraft_is_leader', label)) === 1,
      }),
    })),
    ...peers.map(({ name, port, operationsPort }): Probe => ({
      name,
      kind: 'peer',
      organisation,
      port,
      ready: () => healthy(bind, operationsPort),
      details: async () => ({
        height: await metric(bind, operationsPort, 'ledger_blockchain_height', label),
      }),
    })),
  ];
}

/** The orderer tells its last block's number; a height is one more. */
function increment(number: number | undefined): number | undefined {
  return number === undefined ? undefined : number + 1;
}

function chaincodeProbes({ topology, chaincodes }: NetworkState): Probe[] {
  return chaincodes.flatMap(({ name, slot }) =>
    topology.organisations.map((organisation): Probe => {
      const port = organisation.chaincodePort + slot;
      const ready = (): Promise<boolean> => listens(topology.bind, port);
      return { name: `${name}.${organisation.name}`, kind: 'chaincode', organisation, port, ready };
    }),
  );
}

async function ask(probe: Probe, { processes }: NetworkState, layout: Layout): Promise<ProcessStatus> {
  const { name, kind, organisation, port } = probe;
  const common = { name, kind, organisation: organisation.name, address: `${organisation.host}:${port}` };
  const record = processes.find((each) => each.name === name);
  if (!record) return { ...common, state: 'stopped' };
  if (!isAlive(record)) return { ...common, state: 'stopped', ...troubleOf(record, layout) };
  const ready = await probe.ready().catch(() => false);
  const details = ready ? await probe.details?.().catch(() => ({})) : {};
  return {
    ...common,
    state: ready ? 'ready' : 'starting',
    pid: record.pid,
    memory: memoryOf(record.pid),
    ...details,
  };
}

/** Of what a dead process last said, only a full disk is sure to be why it ended. */
function troubleOf({ name, logFrom }: ProcessRecord, layout: Layout): Pick<ProcessStatus, 'trouble'> {
  const { code, text } = death(name, reasonOfDeath(layout.log(name), logFrom));
  return code === 'DISK_FULL' ? { trouble: text } : {};
}
