import { existsSync } from 'node:fs';

import { readJson, writeJson } from './files.js';
import { ordererMspId } from './identities/cryptogen.js';
import { ADMIN } from './identities/plan.js';
import type { Layout } from './layout.js';
import type { CryptoMode } from './processes/state.js';
import type { Organisation, Topology } from './topology/schema.js';

/** A node to connect to over TLS. `hostname` stands in its certificate. Files are absolute paths. */
export interface Endpoint {
  readonly name: string;
  readonly mspId: string;
  /** `host:port`. */
  readonly endpoint: string;
  readonly tlsRootCert: string;
  readonly hostname: string;
}

export interface IdentityFiles {
  readonly certificate: string;
  readonly privateKey: string;
  /** Attributes in the certificate; empty with cryptogen. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** All that an organisation's hub needs to reach the network: `organisations/NAME/connection.json`. */
export interface ConnectionDocument {
  readonly version: 1;
  readonly organisation: string;
  readonly mspId: string;
  readonly channel: string;
  /** The product's chaincode; the first of the topology. */
  readonly chaincode: string;
  /** The organisation's own peers first, then the others'. */
  readonly peers: readonly Endpoint[];
  readonly orderers: readonly Endpoint[];
  /** Absent when certificates come from cryptogen. */
  readonly ca?: {
    readonly name: string;
    readonly url: string;
    readonly tlsRootCert: string;
    readonly authorities: { readonly signing: 'ca'; readonly tls: 'tlsca' };
  };
  readonly identities: Readonly<Record<string, IdentityFiles>>;
}

/** Writes every organisation's connection document. */
export function writeConnections(topology: Topology, mode: CryptoMode, layout: Layout): void {
  for (const organisation of topology.organisations) {
    writeJson(
      layout.organisation(organisation.name).connection,
      document(organisation, topology, mode, layout),
    );
  }
}

/** Adds an identity that was enrolled later. */
export function addIdentity(
  organisation: Organisation,
  layout: Layout,
  id: string,
  attributes: Readonly<Record<string, string>>,
): void {
  const files = layout.organisation(organisation.name);
  const present = readJson(files.connection) as ConnectionDocument;
  const { certificate, privateKey } = files.identity(id);
  const identities = { ...present.identities, [id]: { certificate, privateKey, attributes } };
  writeJson(files.connection, { ...present, identities });
}

function document(
  organisation: Organisation,
  topology: Topology,
  mode: CryptoMode,
  layout: Layout,
): ConnectionDocument {
  const { name, mspId, host, ca } = organisation;
  const files = layout.organisation(name);
  const others = topology.organisations.filter((other) => other.name !== name);
  return {
    version: 1,
    organisation: name,
    mspId,
    channel: topology.channel,
    chaincode: topology.chaincodes[0]?.name ?? '',
    peers: [organisation, ...others].flatMap((owner) =>
      owner.peers.map((peer) => endpoint(owner, peer, owner.mspId, layout)),
    ),
    orderers: topology.organisations.flatMap((owner) =>
      owner.orderers.map((orderer) => endpoint(owner, orderer, ordererMspId(owner, mode), layout)),
    ),
    ...(mode === 'ca' && {
      ca: {
        name: ca.name,
        url: `https://${host}:${ca.port}`,
        tlsRootCert: files.caRoot,
        authorities: { signing: 'ca', tls: 'tlsca' },
      },
    }),
    identities: { ...startingIdentities(organisation, mode, layout), ...laterIdentities(files.connection) },
  };
}

function endpoint(
  { name: organisation, host }: Organisation,
  { name, port }: { name: string; port: number },
  mspId: string,
  layout: Layout,
): Endpoint {
  const { root } = layout.organisation(organisation).identity(name).tls;
  return { name, mspId, endpoint: `${host}:${port}`, tlsRootCert: root, hostname: name };
}

function startingIdentities(
  { name, identities }: Organisation,
  mode: CryptoMode,
  layout: Layout,
): Record<string, IdentityFiles> {
  const all = [{ name: ADMIN, attributes: {} }, ...identities];
  return Object.fromEntries(
    all.map((identity) => {
      const { certificate, privateKey } = layout.organisation(name).identity(identity.name);
      return [
        identity.name,
        { certificate, privateKey, attributes: mode === 'ca' ? identity.attributes : {} },
      ];
    }),
  );
}

/** Identities enrolled after the first start stand in the document only. */
function laterIdentities(file: string): Readonly<Record<string, IdentityFiles>> {
  return existsSync(file) ? (readJson(file) as ConnectionDocument).identities : {};
}
