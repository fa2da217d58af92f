import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Layout } from '../layout.js';
import { ADMIN } from '../identities/plan.js';
import type { Orderer, Organisation, Peer, Topology } from '../topology/schema.js';

export type Environment = Readonly<Record<string, string>>;

/** Our external builder: it tells a peer how to reach chaincode that runs as a service. */
export const BUILDER = fileURLToPath(new URL('../../builder', import.meta.url));

/** Blocks a log that would otherwise gain a line a transaction, yet keeps what the builder says. */
const LOGGING = 'warn:chaincode.externalbuilder=info';

/** What every process gets, and nothing of the shell that starts it. `node` is on the path for the builder. */
export function baseEnvironment(): Environment {
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    TMPDIR: process.env['TMPDIR'] ?? '/tmp',
    HOME: process.env['HOME'] ?? '/',
  };
}

export function ordererEnvironment(
  topology: Topology,
  organisation: Organisation,
  { name, port, adminPort, operationsPort }: Orderer,
  mspId: string,
  layout: Layout,
): Environment {
  const files = layout.organisation(organisation.name);
  const identity = files.identity(name);
  const { certificate, privateKey, root } = identity.tls;
  const data = layout.nodeData(name);
  return {
    ...baseEnvironment(),
    FABRIC_CFG_PATH: layout.configuration,
    FABRIC_LOGGING_SPEC: LOGGING,
    ORDERER_GENERAL_LISTENADDRESS: topology.bind,
    ORDERER_GENERAL_LISTENPORT: String(port),
    ORDERER_GENERAL_LOCALMSPID: mspId,
    ORDERER_GENERAL_LOCALMSPDIR: identity.msp,
    ORDERER_GENERAL_BOOTSTRAPMETHOD: 'none',
    ORDERER_GENERAL_TLS_ENABLED: 'true',
    ORDERER_GENERAL_TLS_CERTIFICATE: certificate,
    ORDERER_GENERAL_TLS_PRIVATEKEY: privateKey,
    ORDERER_GENERAL_TLS_ROOTCAS: `[${root}]`,
    ORDERER_ADMIN_LISTENADDRESS: `${topology.bind}:${adminPort}`,
    ORDERER_ADMIN_TLS_ENABLED: 'true',
    ORDERER_ADMIN_TLS_CERTIFICATE: certificate,
    ORDERER_ADMIN_TLS_PRIVATEKEY: privateKey,
    ORDERER_ADMIN_TLS_CLIENTAUTHREQUIRED: 'true',
    ORDERER_ADMIN_TLS_CLIENTROOTCAS: `[${files.identity(ADMIN).tls.root}]`,
    ORDERER_CHANNELPARTICIPATION_ENABLED: 'true',
    ORDERER_FILELEDGER_LOCATION: join(data, 'ledger'),
    ORDERER_CONSENSUS_WALDIR: join(data, 'wal'),
    ORDERER_CONSENSUS_SNAPDIR: join(data, 'snapshots'),
    ORDERER_OPERATIONS_LISTENADDRESS: `${topology.bind}:${operationsPort}`,
    ORDERER_METRICS_PROVIDER: 'prometheus',
  };
}

export function peerEnvironment(
  topology: Topology,
  organisation: Organisation,
  { name, port, chaincodePort, operationsPort }: Peer,
  layout: Layout,
): Environment {
  const files = layout.organisation(organisation.name);
  const identity = files.identity(name);
  const { certificate, privateKey } = identity.tls;
  const data = layout.nodeData(name);
  const address = `${organisation.host}:${port}`;
  const builders = [{ name: 'ccaas', path: BUILDER, propagateEnvironment: ['HANLIAN_CHAINCODES'] }];
  return {
    ...baseEnvironment(),
    FABRIC_CFG_PATH: layout.configuration,
    FABRIC_LOGGING_SPEC: LOGGING,
    HANLIAN_CHAINCODES: files.builderConfiguration(name),
    CORE_PEER_ID: name,
    CORE_PEER_ADDRESS: address,
    CORE_PEER_LISTENADDRESS: `${topology.bind}:${port}`,
    CORE_PEER_CHAINCODEADDRESS: `${organisation.host}:${chaincodePort}`,
    CORE_PEER_CHAINCODELISTENADDRESS: `${topology.bind}:${chaincodePort}`,
    CORE_PEER_LOCALMSPID: organisation.mspId,
    CORE_PEER_MSPCONFIGPATH: identity.msp,
    CORE_PEER_FILESYSTEMPATH: data,
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_TLS_CERT_FILE: certificate,
    CORE_PEER_TLS_KEY_FILE: privateKey,
    // Not its own organisation's alone. A peer that starts on data calls the other anchors before it has taken their roots
    // from its channel; a call begun too early keeps the roots it began with, fails for 3 s, and peers meet that much later.
    CORE_PEER_TLS_ROOTCERT_FILE: layout.tlsRoots,
    CORE_PEER_GOSSIP_BOOTSTRAP: `${organisation.host}:${organisation.peers[0]?.port ?? port}`,
    CORE_PEER_GOSSIP_EXTERNALENDPOINT: address,
    CORE_PEER_GOSSIP_ORGLEADER: 'true',
    CORE_PEER_GOSSIP_USELEADERELECTION: 'false',
    // A peer that probes an anchor before that has joined tries again after this: 25 s unless told otherwise.
    CORE_PEER_GOSSIP_RECONNECTINTERVAL: '1s',
    // How soon peers learn, after a start, which chaincode the others endorse: 4 s unless told otherwise.
    CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL: '1s',
    CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL: '1s',
    // Messages to a peer that has just died wait for one another, each as long as a dial may take. Private data are handed on
    // before a peer answers for them, so they wait behind all of these: 18 s were seen with the 3 s that are usual.
    CORE_PEER_GOSSIP_DIALTIMEOUT: '500ms',
    CORE_PEER_GOSSIP_PVTDATA_PUSHACKTIMEOUT: '1s',
    CORE_PEER_LIMITS_CONCURRENCY_GATEWAYSERVICE: String(topology.limits.gatewayCalls),
    CORE_LEDGER_SNAPSHOTS_ROOTDIR: join(data, 'snapshots'),
    CORE_OPERATIONS_LISTENADDRESS: `${topology.bind}:${operationsPort}`,
    CORE_METRICS_PROVIDER: 'prometheus',
    // Empty means no Docker: with a value the peer's health check fails for ever where Docker is not.
    CORE_VM_ENDPOINT: '',
    CORE_CHAINCODE_EXTERNALBUILDERS: JSON.stringify(builders),
  };
}

/** For `peer` commands that one of an organisation's identities, its administrator if none is named, gives to one of its peers. */
export function clientEnvironment(
  organisation: Organisation,
  peer: Peer,
  layout: Layout,
  identity = ADMIN,
): Environment {
  const files = layout.organisation(organisation.name);
  return {
    ...baseEnvironment(),
    FABRIC_CFG_PATH: layout.configuration,
    FABRIC_LOGGING_SPEC: 'warn',
    CORE_PEER_ADDRESS: `${organisation.host}:${peer.port}`,
    CORE_PEER_LOCALMSPID: organisation.mspId,
    CORE_PEER_MSPCONFIGPATH: files.identity(identity).msp,
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_TLS_ROOTCERT_FILE: files.identity(peer.name).tls.root,
  };
}
