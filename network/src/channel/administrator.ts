import type { Binaries } from '../binaries.js';
import { clientEnvironment } from '../configuration/environment.js';
import { NetworkError } from '../errors.js';
import { ADMIN } from '../identities/plan.js';
import type { Layout } from '../layout.js';
import { retrying, run } from '../processes/command.js';
import { listens } from '../processes/health.js';
import type { Orderer, Organisation, Peer, Topology } from '../topology/schema.js';

/** The orderers have not chosen a leader yet, or the listener is not up yet. */
const PASSING =
  /no Raft leader|SERVICE_UNAVAILABLE|connection refused|Unavailable|context deadline exceeded/i;
const RETRY_WITHIN_MS = 20_000;

/** What an organisation's administrator does with its own peers and orderers, through Fabric's commands. */
export class Administrator {
  readonly organisation: Organisation;
  readonly #topology: Topology;
  readonly #layout: Layout;
  readonly #binaries: Binaries;

  constructor(organisation: Organisation, topology: Topology, layout: Layout, binaries: Binaries) {
    this.organisation = organisation;
    this.#topology = topology;
    this.#layout = layout;
    this.#binaries = binaries;
  }

  /** Runs a `peer` command against one of the organisation's peers. */
  peer(peer: Peer, ...args: string[]): Promise<string> {
    return this.#run(peer, args);
  }

  /** Asks the chaincode on one of the organisation's peers, as one of its identities; nothing is ordered. */
  query(peer: Peer, identity: string, chaincode: string, args: readonly string[]): Promise<string> {
    const call = ['-C', this.#topology.channel, '-n', chaincode, '-c', JSON.stringify({ Args: args })];
    return this.#run(peer, ['chaincode', 'query', ...call], identity);
  }

  async #run(peer: Peer, args: readonly string[], identity?: string): Promise<string> {
    const environment = clientEnvironment(this.organisation, peer, this.#layout, identity);
    const process = peer.name;
    try {
      return await run(this.#binaries.fabric('peer'), args, { environment, process });
    } catch (cause) {
      if (!(await listens(this.#topology.bind, peer.port)))
        throw new NetworkError('NOT_RUNNING', { process }, { cause });
      throw cause;
    }
  }

  /** Runs a `peer` command that goes through the ordering service, again while the refusal is a passing one. */
  ordered(peer: Peer, ...args: string[]): Promise<string> {
    return retrying(() => this.peer(peer, ...args, ...this.#ordererOptions()), PASSING, RETRY_WITHIN_MS);
  }

  #ordererOptions(): string[] {
    const hosts = this.#topology.organisations.filter(({ orderers }) => orderers.length > 0);
    const own = hosts.find(({ name }) => name === this.organisation.name) ?? hosts[0];
    const [orderer] = own?.orderers ?? [];
    if (!own || !orderer) return [];
    const { root } = this.#layout.organisation(own.name).identity(orderer.name).tls;
    return ['-o', `${own.host}:${orderer.port}`, '--tls', '--cafile', root];
  }

  /** Joins an orderer to the channel, unless it has joined. */
  async joinOrderer(orderer: Orderer): Promise<void> {
    const { channel } = this.#topology;
    if (await this.#ordererHas(orderer, channel)) return;
    await this.#osnadmin(
      orderer,
      'join',
      '--channelID',
      channel,
      '--config-block',
      this.#layout.genesis(channel),
    );
  }

  async #ordererHas(orderer: Orderer, channel: string): Promise<boolean> {
    const answer = await this.#osnadmin(orderer, 'list');
    const { channels } = JSON.parse(answer.slice(answer.indexOf('{'))) as {
      channels: { name: string }[] | null;
    };
    return channels?.some(({ name }) => name === channel) ?? false;
  }

  #osnadmin(orderer: Orderer, verb: string, ...args: string[]): Promise<string> {
    const files = this.#layout.organisation(this.organisation.name);
    const { certificate, privateKey } = files.identity(ADMIN).tls;
    const address = `${this.organisation.host}:${orderer.adminPort}`;
    const server = files.identity(orderer.name).tls.root;
    const options = [
      '-o',
      address,
      '--ca-file',
      server,
      '--client-cert',
      certificate,
      '--client-key',
      privateKey,
    ];
    const command = ['channel', verb, ...args, ...options];
    const environment = {};
    const attempt = (): Promise<string> =>
      run(this.#binaries.fabric('osnadmin'), command, { environment, process: orderer.name });
    return retrying(attempt, PASSING, RETRY_WITHIN_MS);
  }

  /** Joins a peer to the channel, unless it has joined. */
  async joinPeer(peer: Peer): Promise<void> {
    const { channel } = this.#topology;
    const joined = await this.peer(peer, 'channel', 'list');
    if (joined.split('\n').includes(channel)) return;
    await this.peer(peer, 'channel', 'join', '-b', this.#layout.genesis(channel));
  }
}
