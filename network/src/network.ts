import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findBinaries } from './binaries.js';
import { Administrator } from './channel/administrator.js';
import { publishCrl } from './channel/update.js';
import { Deployer } from './chaincode/deploy.js';
import { addIdentity, type ConnectionDocument, type IdentityFiles } from './connection.js';
import { NetworkError, type Text } from './errors.js';
import { cryptoMode } from './foundation.js';
import { Authority } from './identities/authority.js';
import { renewIdentities } from './identities/renew.js';
import { Layout } from './layout.js';
import { type Leash, leash } from './processes/leash.js';
import { ProcessSpecs } from './processes/specs.js';
import { exclusively, StateFile } from './processes/state.js';
import { type ProcessSpec, Supervisor } from './processes/supervisor.js';
import type { Report } from './report.js';
import { type NetworkStatus, statusOf } from './status.js';
import { freePortOffset, loadTopology, withPortOffset } from './topology/load.js';
import type { ChaincodeSpec, Organisation, Topology } from './topology/schema.js';
import { bringUp, deploy, startAuthorities, startNodes, upgrade } from './up.js';
import type { Works } from './works.js';

/** Where the network keeps its files unless told otherwise; outside version control. */
export const DEFAULT_RUN = fileURLToPath(new URL('../run', import.meta.url));

/** Which network, and who is told of its progress. */
export interface NetworkPlace {
  /** Folder for certificates, ledgers and logs. */
  readonly run?: string;
  readonly report?: Report;
  /** Breaks off a start; what it had started is stopped. */
  readonly signal?: AbortSignal;
}

/** How to bring it up. */
export interface UpOptions {
  /** A topology, or the file that holds one. */
  readonly topology?: Topology | string;
  /** Added to every port; `free` looks for one at which all are free. */
  readonly portOffset?: number | 'free';
  /** Certificates from cryptogen instead of authorities: quicker, but no attributes and no later enrolment. */
  readonly quick?: boolean;
  /** The chaincodes to deploy; the topology's unless given. */
  readonly chaincodes?: readonly ChaincodeSpec[];
}

/**
 * A network on this machine. Nothing in it stands in memory: any process that names the same folder tends the same
 * network.
 */
export class Network {
  readonly layout: Layout;
  readonly #state: StateFile;
  readonly #supervisor: Supervisor;
  readonly #report: Report;

  constructor({ run = DEFAULT_RUN, report = () => undefined, signal }: NetworkPlace = {}) {
    this.layout = new Layout(resolve(run));
    this.#state = new StateFile(this.layout);
    this.#supervisor = new Supervisor(this.layout, this.#state, { signal });
    this.#report = report;
  }

  /** Brings the network up from wherever it is. Doing it again does what is missing, which may be nothing. */
  async up(options: UpOptions = {}): Promise<void> {
    await exclusively(this.layout, async () => {
      const works = await this.#begin(options);
      await bringUp(works, options.chaincodes ?? works.topology.chaincodes);
    });
  }

  async #begin(options: UpOptions): Promise<Works> {
    const topology = await this.#chooseTopology(options);
    return this.#works(topology, cryptoMode(this.layout) ?? (options.quick ? 'cryptogen' : 'ca'));
  }

  async #chooseTopology({ topology, portOffset = 0 }: UpOptions): Promise<Topology> {
    const known = this.#state.read();
    const chosen = typeof topology === 'object' ? topology : loadTopology(topology);
    if (portOffset !== 'free') return withPortOffset(chosen, portOffset);
    return known?.topology ?? withPortOffset(chosen, await freePortOffset(chosen));
  }

  async #works(topology: Topology, mode: Works['mode']): Promise<Works> {
    const binaries = await findBinaries();
    const { layout } = this;
    const [state, supervisor, report] = [this.#state, this.#supervisor, this.#report];
    const specs = new ProcessSpecs(topology, mode, layout, binaries);
    const deployer = new Deployer(topology, layout, state, supervisor, specs, binaries);
    return { topology, mode, layout, binaries, state, supervisor, specs, deployer, report };
  }

  /** The works of a network that exists already. */
  async #existing(): Promise<Works> {
    const { topology, mode } = this.#existingState();
    return this.#works(topology, mode);
  }

  #existingState(): NonNullable<ReturnType<StateFile['read']>> {
    const state = this.#state.read();
    if (!state) throw new NetworkError('NOT_RUNNING', { process: 'network' });
    return state;
  }

  /** Stops every process, gently and in reverse order. Stopping a stopped network is no error. */
  async down(): Promise<string[]> {
    return exclusively(this.layout, () => this.#supervisor.stop(), true);
  }

  /** Stops every process and deletes everything: certificates, ledgers, logs. */
  async clean(): Promise<void> {
    const work = async (): Promise<void> => {
      await this.#supervisor.stop();
      // A command of a start that was killed may still be writing.
      rmSync(this.layout.run, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    };
    await exclusively(this.layout, work, true);
  }

  /** Kills a process as a crash would. */
  async kill(name: string): Promise<void> {
    this.#checkName(name);
    await this.#supervisor.kill(name);
  }

  /** Stops a process, if it runs, and starts it again. */
  async restart(name: string): Promise<void> {
    this.#checkName(name);
    await exclusively(this.layout, async () => {
      const { specs, state } = await this.#existing();
      const all = [
        ...specs.authorities(),
        ...specs.nodes(),
        ...state.chaincodes.flatMap((each) => specs.chaincode(each)),
      ];
      const spec = all.find((each): each is ProcessSpec => each.name === name);
      await this.#supervisor.stop([name]);
      if (spec) await this.#supervisor.start([spec]);
    });
  }

  /** Deploys one more chaincode to a running network. */
  async deploy(spec: ChaincodeSpec): Promise<void> {
    await exclusively(this.layout, async () => deploy(await this.#existing(), spec));
  }

  /** Commits a chaincode's present code and definition under the next sequence, starting the network if need be. */
  async upgrade(spec: ChaincodeSpec): Promise<void> {
    await exclusively(this.layout, async () => {
      const works = await this.#existing();
      await startNodes(works, [spec]);
      await upgrade(works, spec);
    });
  }

  /** Enrols one more client identity, for example a department, and answers where its files are. */
  async enrol(
    organisation: string,
    id: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<IdentityFiles> {
    const owner = this.#organisation(organisation);
    return this.#withAuthority(owner, async (authority) => {
      const { certificate, privateKey } = await authority.enrol(id, attributes);
      addIdentity(owner, this.layout, id, attributes);
      return { certificate, privateKey, attributes };
    });
  }

  /** Asks the product's chaincode on an organisation's own peer, as one of its identities. Answers what it answers. */
  async query(organisation: string, identity: string, ...args: string[]): Promise<string> {
    const owner = this.#organisation(organisation);
    const { [identity]: known } = this.connection(organisation).identities;
    if (!known) throw new NetworkError('UNKNOWN_IDENTITY', { process: organisation, identity });
    const { topology, layout, binaries } = await this.#existing();
    const [peer] = owner.peers;
    const [chaincode] = topology.chaincodes;
    if (!peer || !chaincode) throw new NetworkError('CHAINCODE_UNKNOWN', { process: organisation });
    return new Administrator(owner, topology, layout, binaries).query(peer, identity, chaincode.name, args);
  }

  /**
   * Tells the channel whom an organisation's authority has revoked, after revoking an identity itself where one is named:
   * from the next block on their signatures count for nothing. Answers the CRL (PEM).
   */
  async revoke(organisation: string, id?: string, reason?: string): Promise<string> {
    const owner = this.#organisation(organisation);
    const crl = await this.#withAuthority(owner, async (authority) => {
      if (id !== undefined) await authority.revoke(id, reason);
      return authority.revoked();
    });
    await exclusively(this.layout, async () => {
      const { topology, layout, binaries } = await this.#existing();
      const administrator = new Administrator(owner, topology, layout, binaries);
      const [peer] = owner.peers;
      if (peer) await publishCrl(administrator, peer, crl, topology, binaries);
    });
    return crl;
  }

  async #withAuthority<T>(
    organisation: Organisation,
    work: (authority: Authority) => Promise<T>,
  ): Promise<T> {
    const authority = new Authority(organisation, this.layout.organisation(organisation.name));
    try {
      return await work(authority);
    } finally {
      authority.close();
    }
  }

  /** Renews every certificate over its present key. The network's other processes must be stopped. */
  async renew(): Promise<void> {
    await exclusively(this.layout, async () => {
      const works = await this.#existing();
      await this.#supervisor.stop();
      await renewIdentities(works, () => startAuthorities(works));
    });
  }

  status(): Promise<NetworkStatus> {
    return statusOf(this.#existingState(), this.layout);
  }

  /** What an organisation's hub needs to reach the network. */
  connection(organisation: string): ConnectionDocument {
    const { connection } = this.layout.organisation(this.#organisation(organisation).name);
    return JSON.parse(readFileSync(connection, 'utf8')) as ConnectionDocument;
  }

  get topology(): Topology {
    return this.#existingState().topology;
  }

  /** The log of a process, by the name `status` shows. */
  log(name: string): string {
    this.#checkName(name);
    return this.layout.log(name);
  }

  #organisation(name: string): Organisation {
    const { organisations } = this.#existingState().topology;
    const found = organisations.find((organisation) => organisation.name === name);
    if (found) return found;
    const names = organisations.map((organisation) => organisation.name).join(', ');
    throw new NetworkError('UNKNOWN_ORGANISATION', { process: name, names });
  }

  #checkName(name: string): void {
    const { topology, processes } = this.#existingState();
    const nodes = topology.organisations.flatMap(({ ca, peers, orderers }) => [ca, ...peers, ...orderers]);
    const names = new Set([...nodes, ...processes].map((node) => node.name));
    if (!names.has(name))
      throw new NetworkError('UNKNOWN_PROCESS', { process: name, names: [...names].join(', ') });
  }
}

/** A network started by and for this process: it ends with it. */
export interface StartedNetwork extends Network {
  readonly organisations: readonly ConnectionDocument[];
  /** Stops every process; with `clean`, deletes everything too. */
  stop(options?: { clean?: boolean }): Promise<void>;
}

/**
 * Starts a network for this process, for tests and tools. However the process ends, even killed, the network's processes
 * are stopped.
 */
export async function startNetwork(options: NetworkPlace & UpOptions = {}): Promise<StartedNetwork> {
  const network = new Network(options);
  mkdirSync(network.layout.run, { recursive: true });
  const guard: Leash = leash(network.layout.run);
  const stop = async ({ clean = false } = {}): Promise<void> => {
    await (clean ? network.clean() : network.down());
    await guard.release();
  };
  try {
    await network.up(options);
  } catch (error) {
    await stop();
    throw error;
  }
  const { organisations } = network.topology;
  const documents = organisations.map(({ name }) => network.connection(name));
  return Object.assign(network, { organisations: documents, stop });
}

export type { Text };
