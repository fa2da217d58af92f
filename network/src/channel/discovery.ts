import { setTimeout as pause } from 'node:timers/promises';

import type { Binaries } from '../binaries.js';
import { baseEnvironment } from '../configuration/environment.js';
import { NetworkError } from '../errors.js';
import { ADMIN } from '../identities/plan.js';
import type { Layout } from '../layout.js';
import { run } from '../processes/command.js';
import type { Organisation, Peer, Topology } from '../topology/schema.js';

const WITHIN_MS = 30_000;
const POLL_MS = 100;

interface Descriptor {
  readonly EndorsersByGroups: Readonly<Record<string, readonly { readonly Endpoint: string }[]>>;
}

/**
 * Waits until every peer knows every other as an endorser of the chaincode. Peers learn of each other by gossip, a moment
 * after they are up; a transaction that comes earlier finds no one to endorse it.
 *
 * @throws NetworkError `NOT_READY` naming the peer that still misses others.
 */
export async function untilAllEndorse(
  chaincode: string,
  topology: Topology,
  layout: Layout,
  binaries: Binaries,
): Promise<void> {
  const all = topology.organisations.flatMap(({ peers }) => peers).length;
  const knowsAll = async (organisation: Organisation, peer: Peer): Promise<void> => {
    const deadline = Date.now() + WITHIN_MS;
    while ((await endorsersKnownTo(organisation, peer, chaincode, topology, layout, binaries)) < all) {
      if (Date.now() > deadline)
        throw new NetworkError('NOT_READY', { process: peer.name, seconds: WITHIN_MS / 1000 });
      await pause(POLL_MS);
    }
  };
  await Promise.all(
    topology.organisations.flatMap((organisation) =>
      organisation.peers.map((peer) => knowsAll(organisation, peer)),
    ),
  );
}

async function endorsersKnownTo(
  { name, host, mspId }: Organisation,
  peer: Peer,
  chaincode: string,
  { channel }: Topology,
  layout: Layout,
  binaries: Binaries,
): Promise<number> {
  const files = layout.organisation(name);
  const { certificate, privateKey } = files.identity(ADMIN);
  const caller = ['--MSP', mspId, '--userCert', certificate, '--userKey', privateKey];
  const server = ['--peerTLSCA', files.identity(peer.name).tls.root, '--server', `${host}:${peer.port}`];
  const args = ['endorsers', ...caller, ...server, '--channel', channel, '--chaincode', chaincode];
  try {
    const environment = baseEnvironment();
    const answer = await run(binaries.fabric('discover'), args, { environment, process: peer.name });
    const descriptors = JSON.parse(answer) as Descriptor[];
    const endpoints = descriptors.flatMap(({ EndorsersByGroups }) => Object.values(EndorsersByGroups).flat());
    return new Set(endpoints.map(({ Endpoint }) => Endpoint)).size;
  } catch {
    // Discovery answers with an error as long as the peers it knows cannot satisfy the policy.
    return 0;
  }
}
