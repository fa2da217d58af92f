import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Binaries } from '../binaries.js';
import { baseEnvironment, ordererEnvironment, peerEnvironment } from '../configuration/environment.js';
import { NetworkError } from '../errors.js';
import { Authority } from '../identities/authority.js';
import { ordererMspId } from '../identities/cryptogen.js';
import { CHAINCODE } from '../identities/plan.js';
import type { Layout } from '../layout.js';
import type { Orderer, Organisation, Peer, Topology } from '../topology/schema.js';
import { healthy, listens } from './health.js';
import type { ChaincodeRecord, CryptoMode } from './state.js';
import type { ProcessSpec } from './supervisor.js';

/** How each process of a network is run, from its topology alone. */
export class ProcessSpecs {
  readonly #topology: Topology;
  readonly #mode: CryptoMode;
  readonly #layout: Layout;
  readonly #binaries: Binaries;

  constructor(topology: Topology, mode: CryptoMode, layout: Layout, binaries: Binaries) {
    this.#topology = topology;
    this.#mode = mode;
    this.#layout = layout;
    this.#binaries = binaries;
  }

  authorities(): ProcessSpec[] {
    return this.#mode === 'ca'
      ? this.#topology.organisations.map((organisation) => this.#authority(organisation))
      : [];
  }

  nodes(): ProcessSpec[] {
    return this.#topology.organisations.flatMap((organisation) => [
      ...organisation.orderers.map((orderer) => this.#orderer(organisation, orderer)),
      ...organisation.peers.map((peer) => this.#peer(organisation, peer)),
    ]);
  }

  /** One process per organisation. */
  chaincode(chaincode: ChaincodeRecord): ProcessSpec[] {
    return this.#topology.organisations.map((organisation) => this.#chaincode(organisation, chaincode));
  }

  #authority(organisation: Organisation): ProcessSpec {
    const layout = this.#layout.organisation(organisation.name);
    const { name, port, operationsPort } = organisation.ca;
    return {
      name,
      kind: 'ca',
      command: this.#binaries.caServer,
      arguments: ['start', '--home', layout.caHome],
      environment: baseEnvironment(),
      folder: this.#layout.run,
      address: this.#topology.bind,
      ports: [port, operationsPort],
      ready: () => authorityReady(organisation, layout),
    };
  }

  #orderer(organisation: Organisation, orderer: Orderer): ProcessSpec {
    const { bind } = this.#topology;
    const mspId = ordererMspId(organisation, this.#mode);
    return {
      name: orderer.name,
      kind: 'orderer',
      command: this.#binaries.fabric('orderer'),
      arguments: [],
      environment: ordererEnvironment(this.#topology, organisation, orderer, mspId, this.#layout),
      folder: this.#layout.run,
      address: bind,
      ports: [orderer.port, orderer.adminPort, orderer.operationsPort],
      ready: async () =>
        (await healthy(bind, orderer.operationsPort)) && (await listens(bind, orderer.adminPort)),
    };
  }

  #peer(organisation: Organisation, peer: Peer): ProcessSpec {
    const { bind } = this.#topology;
    return {
      name: peer.name,
      kind: 'peer',
      command: this.#binaries.fabric('peer'),
      arguments: ['node', 'start'],
      environment: peerEnvironment(this.#topology, organisation, peer, this.#layout),
      folder: this.#layout.run,
      address: bind,
      ports: [peer.port, peer.chaincodePort, peer.operationsPort],
      ready: async () => (await healthy(bind, peer.operationsPort)) && (await listens(bind, peer.port)),
    };
  }

  #chaincode(organisation: Organisation, { name, folder, packageId, slot }: ChaincodeRecord): ProcessSpec {
    const { bind } = this.#topology;
    const port = organisation.chaincodePort + slot;
    const { certificate, privateKey, root } = this.#layout
      .organisation(organisation.name)
      .identity(CHAINCODE).tls;
    return {
      name: `${name}.${organisation.name}`,
      kind: 'chaincode',
      command: process.execPath,
      arguments: [shim(name, folder), 'server', '--module-path', folder],
      environment: {
        ...baseEnvironment(),
        CORE_CHAINCODE_ADDRESS: `${bind}:${port}`,
        CORE_CHAINCODE_ID: packageId,
        CORE_CHAINCODE_TLS_CERT_FILE: certificate,
        CORE_CHAINCODE_TLS_KEY_FILE: privateKey,
        CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE: root,
        CORE_CHAINCODE_LOGGING_LEVEL: 'WARNING',
      },
      folder,
      address: bind,
      ports: [port],
      ready: () => listens(bind, port),
    };
  }
}

async function authorityReady(
  organisation: Organisation,
  layout: ReturnType<Layout['organisation']>,
): Promise<boolean> {
  const authority = new Authority(organisation, layout);
  try {
    return await authority.available();
  } finally {
    authority.close();
  }
}

/** Fabric's chaincode runner, the one the chaincode itself depends on. */
function shim(process: string, folder: string): string {
  try {
    return createRequire(join(folder, 'package.json')).resolve('fabric-shim/cli.js');
  } catch (cause) {
    const reason = 'fabric-shim is not installed';
    throw new NetworkError('CHAINCODE_NOT_BUILT', { process, folder, reason }, { cause });
  }
}
