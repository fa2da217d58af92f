import { z } from 'zod';

/**
 * The network as data: `network/topology.json`. Everything Fabric is told (channel configuration, environments, CA
 * configuration, certificates' host names, connection documents) is derived from this one description.
 */

/** Names the network gives to identities of its own: see identities/plan.ts and configuration/ca.ts. */
const RESERVED = ['admin', 'chaincode', 'ca-registrar'];

const label = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and hyphens');
const nodeName = z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/, 'dotted lower-case name');
const port = z.int().min(1).max(65_535);
const duration = z.string().regex(/^\d+(ms|s|m|h)$/, 'a Go duration such as 300ms');
const size = z.string().regex(/^\d+ (KB|MB)$/, 'a size such as 2 MB');
const policy = z.string().min(1);

const authority = z.strictObject({ name: nodeName, port, operationsPort: port });
const peer = z.strictObject({ name: nodeName, port, chaincodePort: port, operationsPort: port });
const orderer = z.strictObject({ name: nodeName, port, adminPort: port, operationsPort: port });

/** A client identity that is enrolled when the network first comes up. Attributes go into its certificate. */
const identity = z.strictObject({
  name: label.refine((name) => !RESERVED.includes(name), 'a name the network keeps for itself'),
  attributes: z.record(z.string().regex(/^[a-z][a-zA-Z.]*$/), z.string().min(1)).default({}),
});

const organisation = z.strictObject({
  name: label,
  title: z.strictObject({ zh: z.string(), en: z.string() }),
  mspId: z.string().regex(/^[A-Za-z][A-Za-z0-9]*MSP$/, 'letters and digits ending in MSP'),
  /** The DNS name its processes are reached at; it stands in their TLS certificates. */
  host: z.string().min(1),
  ca: authority,
  peers: z.array(peer).min(1),
  orderers: z.array(orderer),
  /** The first of the twenty ports kept for this organisation's chaincode processes. */
  chaincodePort: port,
  identities: z.array(identity),
});

/** A private data collection: `members` are organisation names, `policy` its own endorsement policy. */
const collection = z.strictObject({ name: label, members: z.array(label).min(1), policy });

/** A chaincode to run as a service: `folder` is relative to the topology file and holds package.json. */
const chaincode = z.strictObject({
  name: label,
  folder: z.string().min(1),
  /** Prefix of the package label; the chaincode's name unless given. */
  label: label.optional(),
  policy,
  collections: z.array(collection).default([]),
});

/** What a peer takes on at once. */
const limits = z.strictObject({
  /** Calls of its gateway service, waiting for outcomes included. */
  gatewayCalls: z.int().positive(),
});

const ordering = z.strictObject({
  batchTimeout: duration,
  maxMessageCount: z.int().positive(),
  preferredMaxBytes: size,
  absoluteMaxBytes: size,
  raft: z.strictObject({
    tickInterval: duration,
    electionTick: z.int().min(2),
    heartbeatTick: z.int().positive(),
    maxInflightBlocks: z.int().positive(),
    snapshotIntervalSize: size,
  }),
  rpcTimeout: duration,
});

export const topologySchema = z
  .strictObject({
    version: z.literal(1),
    channel: z.string().regex(/^[a-z][a-z0-9.-]{0,248}$/, 'lower-case letters, digits, dots and hyphens'),
    /** The address processes listen on. */
    bind: z.string().min(1),
    organisations: z.array(organisation).min(1),
    ordering,
    limits,
    chaincodes: z.array(chaincode),
  })
  .superRefine((topology, context) => {
    for (const problem of contradictions(topology)) context.addIssue({ code: 'custom', message: problem });
  });

export type Topology = z.infer<typeof topologySchema>;
export type Organisation = Topology['organisations'][number];
export type Peer = Organisation['peers'][number];
export type Orderer = Organisation['orderers'][number];
export type Authority = Organisation['ca'];
export type ChaincodeSpec = Topology['chaincodes'][number];
export type CollectionSpec = ChaincodeSpec['collections'][number];

/** Chaincode processes an organisation can run at once: each chaincode takes one, and a second while it upgrades. */
export const CHAINCODE_SLOTS = 20;

/** Each port of an organisation with the name of the process that listens there. */
export function portsOf(organisation: Organisation): { process: string; port: number }[] {
  const { ca, peers, orderers, chaincodePort } = organisation;
  return [
    ...[ca.port, ca.operationsPort].map((port) => ({ process: ca.name, port })),
    ...peers.flatMap((peer) =>
      [peer.port, peer.chaincodePort, peer.operationsPort].map((port) => ({ process: peer.name, port })),
    ),
    ...orderers.flatMap((orderer) =>
      [orderer.port, orderer.adminPort, orderer.operationsPort].map((port) => ({
        process: orderer.name,
        port,
      })),
    ),
    ...Array.from({ length: CHAINCODE_SLOTS }, (_, slot) => ({
      process: `chaincode.${organisation.name}`,
      port: chaincodePort + slot,
    })),
  ];
}

interface Shape {
  organisations: Organisation[];
  chaincodes: ChaincodeSpec[];
}

function contradictions({ organisations, chaincodes }: Shape): string[] {
  return [
    ...repeatedPorts(organisations),
    ...repeatedNames(organisations),
    ...unknownMembers(organisations, chaincodes),
  ];
}

function repeatedPorts(organisations: Organisation[]): string[] {
  const owners = new Map<number, string>();
  const problems: string[] = [];
  for (const { process, port } of organisations.flatMap(portsOf)) {
    const other = owners.get(port);
    if (other !== undefined) problems.push(`port ${port} is given to both ${other} and ${process}`);
    owners.set(port, process);
  }
  return problems;
}

function repeatedNames(organisations: Organisation[]): string[] {
  const names = organisations.flatMap(({ name, mspId, ca, peers, orderers }) => [
    name,
    mspId,
    ca.name,
    ...[...peers, ...orderers].map((node) => node.name),
  ]);
  const repeated = names.filter((name, i) => names.indexOf(name) !== i);
  return repeated.map((name) => `the name ${name} is used twice`);
}

function unknownMembers(organisations: Organisation[], chaincodes: ChaincodeSpec[]): string[] {
  const known = new Set(organisations.map(({ name }) => name));
  return chaincodes.flatMap(({ name, collections }) =>
    collections.flatMap((collection) =>
      collection.members
        .filter((member) => !known.has(member))
        .map(
          (member) => `collection ${collection.name} of ${name} names ${member}, which is no organisation`,
        ),
    ),
  );
}
