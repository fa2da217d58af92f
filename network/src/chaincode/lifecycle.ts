import { join } from 'node:path';

import { Administrator } from '../channel/administrator.js';
import type { Binaries } from '../binaries.js';
import { NetworkError } from '../errors.js';
import { writeJson, writeWhole } from '../files.js';
import type { Layout } from '../layout.js';
import type { ChaincodeSpec, CollectionSpec, Organisation, Peer, Topology } from '../topology/schema.js';
import type { ChaincodePackage } from './package.js';

/** A chaincode definition as the channel holds it. */
export interface Definition {
  readonly sequence: number;
  readonly version: string;
}

/** Fabric's chaincode lifecycle for all organisations: each step asks first, so that doing it again does nothing. */
export class Lifecycle {
  readonly #topology: Topology;
  readonly #layout: Layout;
  readonly #administrators: readonly Administrator[];

  constructor(topology: Topology, layout: Layout, binaries: Binaries) {
    this.#topology = topology;
    this.#layout = layout;
    this.#administrators = topology.organisations.map(
      (organisation) => new Administrator(organisation, topology, layout, binaries),
    );
  }

  /** The committed definition, or undefined when the channel has none of that name. */
  async committed(name: string): Promise<Definition | undefined> {
    const [administrator] = this.#administrators;
    const [peer] = administrator?.organisation.peers ?? [];
    if (!administrator || !peer) return undefined;
    const answer = await this.#query(administrator, peer, 'querycommitted');
    const { chaincode_definitions = [] } = answer as {
      chaincode_definitions?: (Definition & { name: string })[];
    };
    return chaincode_definitions.find((definition) => definition.name === name);
  }

  /** Installs the package on every peer that lacks it. */
  async install(chaincode: ChaincodePackage): Promise<void> {
    const file = join(this.#layout.packages, `${chaincode.label}.tgz`);
    writeWhole(file, chaincode.bytes);
    await this.#onEachPeer((administrator, peer) => installOn(administrator, peer, chaincode, file));
  }

  /** Approves the definition with this package for every organisation that has not. */
  async approve(spec: ChaincodeSpec, definition: Definition, packageId: string): Promise<void> {
    const options = this.#definitionOptions(spec, definition);
    await Promise.all(
      this.#administrators.map(async (administrator) => {
        const peer = firstPeer(administrator.organisation);
        if (!peer || (await this.#approves(administrator, peer, spec.name, definition, packageId))) return;
        await administrator.ordered(
          peer,
          ...['lifecycle', 'chaincode', 'approveformyorg', '-C', this.#topology.channel],
          ...options,
          ...['--package-id', packageId],
        );
      }),
    );
  }

  async #approves(
    administrator: Administrator,
    peer: Peer,
    name: string,
    { sequence, version }: Definition,
    packageId: string,
  ): Promise<boolean> {
    try {
      const answer = await this.#query(
        administrator,
        peer,
        'queryapproved',
        '-n',
        name,
        '--sequence',
        `${sequence}`,
      );
      const approved = answer as {
        version: string;
        source?: { Type?: { LocalPackage?: { package_id: string } } };
      };
      return approved.version === version && approved.source?.Type?.LocalPackage?.package_id === packageId;
    } catch (error) {
      if (error instanceof NetworkError && error.message.includes('could not fetch approved')) return false;
      throw error;
    }
  }

  /** Commits the definition: one peer of each organisation endorses. */
  async commit(spec: ChaincodeSpec, definition: Definition): Promise<void> {
    const [administrator] = this.#administrators;
    const peer = administrator && firstPeer(administrator.organisation);
    if (!administrator || !peer) return;
    const endorsers = this.#topology.organisations.flatMap((organisation) => {
      const endorser = firstPeer(organisation);
      if (!endorser) return [];
      const { root } = this.#layout.organisation(organisation.name).identity(endorser.name).tls;
      return ['--peerAddresses', `${organisation.host}:${endorser.port}`, '--tlsRootCertFiles', root];
    });
    await administrator.ordered(
      peer,
      ...['lifecycle', 'chaincode', 'commit', '-C', this.#topology.channel],
      ...this.#definitionOptions(spec, definition),
      ...endorsers,
    );
  }

  #definitionOptions(
    { name, policy, collections }: ChaincodeSpec,
    { sequence, version }: Definition,
  ): string[] {
    const options = ['-n', name, '-v', version, '--sequence', String(sequence), '--signature-policy', policy];
    if (collections.length === 0) return options;
    const file = join(this.#layout.packages, `${name}.collections.json`);
    writeJson(
      file,
      collections.map((collection) => collectionConfiguration(collection, this.#topology)),
    );
    return [...options, '--collections-config', file];
  }

  async #query(administrator: Administrator, peer: Peer, verb: string, ...args: string[]): Promise<unknown> {
    const channel = this.#topology.channel;
    const command = ['lifecycle', 'chaincode', verb, '-C', channel, ...args, '-O', 'json'];
    return JSON.parse(await administrator.peer(peer, ...command));
  }

  async #onEachPeer(work: (administrator: Administrator, peer: Peer) => Promise<void>): Promise<void> {
    await Promise.all(
      this.#administrators.flatMap((administrator) =>
        administrator.organisation.peers.map((peer) => work(administrator, peer)),
      ),
    );
  }
}

async function installOn(
  administrator: Administrator,
  peer: Peer,
  { id, label }: ChaincodePackage,
  file: string,
): Promise<void> {
  const installed = await installedPackages(administrator, peer);
  if (installed.includes(id)) return;
  await administrator.peer(peer, 'lifecycle', 'chaincode', 'install', file);
  const now = await installedPackages(administrator, peer);
  if (now.includes(id)) return;
  const actual = now.find((other) => other.startsWith(`${label}:`)) ?? 'none';
  throw new NetworkError('PACKAGE_ID_MISMATCH', { process: label, peer: peer.name, actual, expected: id });
}

async function installedPackages(administrator: Administrator, peer: Peer): Promise<string[]> {
  const answer = await administrator.peer(peer, 'lifecycle', 'chaincode', 'queryinstalled', '-O', 'json');
  const { installed_chaincodes = [] } = JSON.parse(answer) as {
    installed_chaincodes?: { package_id: string }[];
  };
  return installed_chaincodes.map(({ package_id }) => package_id);
}

function firstPeer({ peers }: Organisation): Peer | undefined {
  return peers[0];
}

/** The collection as `peer lifecycle` reads it. Only members read and write; data stays until it is purged. */
function collectionConfiguration(
  { name, members, policy }: CollectionSpec,
  { organisations }: Topology,
): object {
  const memberIds = organisations.filter((organisation) => members.includes(organisation.name));
  return {
    name,
    policy: `OR(${memberIds.map(({ mspId }) => `'${mspId}.member'`).join(', ')})`,
    requiredPeerCount: 0,
    maxPeerCount: Math.max(0, memberIds.flatMap(({ peers }) => peers).length - 1),
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: policy },
  };
}
