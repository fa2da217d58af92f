import { ordererMspId } from '../identities/cryptogen.js';
import type { Layout } from '../layout.js';
import type { CryptoMode } from '../processes/state.js';
import type { Orderer, Organisation, Topology } from '../topology/schema.js';

/** The profile's name in configtx.yaml. */
export const PROFILE = 'Hanlian';

type Policies = Record<string, { Type: string; Rule: string }>;

const signature = (rule: string): { Type: string; Rule: string } => ({ Type: 'Signature', Rule: rule });
const implicit = (rule: string): { Type: string; Rule: string } => ({ Type: 'ImplicitMeta', Rule: rule });

/** The channel's first configuration, as `configtxgen` reads it (JSON is YAML). */
export function channelConfiguration(topology: Topology, mode: CryptoMode, layout: Layout): object {
  return {
    Profiles: {
      [PROFILE]: {
        Policies: groupPolicies(),
        // These capabilities run on Fabric 2.5 and on 3.x alike.
        Capabilities: { V2_0: true },
        Orderer: ordererGroup(topology, mode, layout),
        Application: applicationGroup(topology, layout),
      },
    },
  };
}

function groupPolicies(): Policies {
  return {
    Readers: implicit('ANY Readers'),
    Writers: implicit('ANY Writers'),
    Admins: implicit('MAJORITY Admins'),
  };
}

function ordererGroup({ ordering, organisations }: Topology, mode: CryptoMode, layout: Layout): object {
  const { raft } = ordering;
  const hosts = organisations.filter(({ orderers }) => orderers.length > 0);
  return {
    OrdererType: 'etcdraft',
    BatchTimeout: ordering.batchTimeout,
    BatchSize: {
      MaxMessageCount: ordering.maxMessageCount,
      AbsoluteMaxBytes: ordering.absoluteMaxBytes,
      PreferredMaxBytes: ordering.preferredMaxBytes,
    },
    EtcdRaft: {
      Consenters: hosts.flatMap((organisation) =>
        organisation.orderers.map((orderer) => consenter(organisation, orderer, layout)),
      ),
      Options: {
        TickInterval: raft.tickInterval,
        ElectionTick: raft.electionTick,
        HeartbeatTick: raft.heartbeatTick,
        MaxInflightBlocks: raft.maxInflightBlocks,
        SnapshotIntervalSize: raft.snapshotIntervalSize,
      },
    },
    Policies: { ...groupPolicies(), BlockValidation: implicit('ANY Writers') },
    Capabilities: { V2_0: true },
    Organizations: hosts.map((organisation) => orderingOrganisation(organisation, mode, layout)),
  };
}

function consenter({ name, host }: Organisation, orderer: Orderer, layout: Layout): object {
  const { certificate } = layout.organisation(name).identity(orderer.name).tls;
  return { Host: host, Port: orderer.port, ClientTLSCert: certificate, ServerTLSCert: certificate };
}

function orderingOrganisation(organisation: Organisation, mode: CryptoMode, layout: Layout): object {
  const { name, host, orderers } = organisation;
  const id = ordererMspId(organisation, mode);
  return {
    Name: id,
    ID: id,
    MSPDir: layout.organisation(name).ordererMsp,
    Policies: {
      Readers: signature(`OR('${id}.member')`),
      // Whoever satisfies Writers here can sign a valid block: so nobody but an orderer.
      Writers: signature(`OR('${id}.orderer')`),
      Admins: signature(`OR('${id}.admin')`),
    },
    OrdererEndpoints: orderers.map(({ port }) => `${host}:${port}`),
  };
}

function applicationGroup({ organisations }: Topology, layout: Layout): object {
  return {
    Policies: {
      ...groupPolicies(),
      LifecycleEndorsement: implicit('MAJORITY Endorsement'),
      Endorsement: implicit('MAJORITY Endorsement'),
    },
    Capabilities: { V2_5: true },
    Organizations: organisations.map(({ name, mspId, host, peers }) => ({
      Name: mspId,
      ID: mspId,
      MSPDir: layout.organisation(name).msp,
      Policies: {
        Readers: signature(`OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`),
        Writers: signature(`OR('${mspId}.admin', '${mspId}.client')`),
        Admins: signature(`OR('${mspId}.admin')`),
        Endorsement: signature(`OR('${mspId}.peer')`),
      },
      AnchorPeers: peers.slice(0, 1).map(({ port }) => ({ Host: host, Port: port })),
    })),
  };
}
