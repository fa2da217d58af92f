import { existsSync } from 'node:fs';

import type { Binaries } from '../binaries.js';
import { PROFILE } from '../configuration/configtx.js';
import { baseEnvironment } from '../configuration/environment.js';
import { NetworkError } from '../errors.js';
import type { Layout } from '../layout.js';
import { run } from '../processes/command.js';
import { metric } from '../processes/health.js';
import type { Topology } from '../topology/schema.js';
import { Administrator } from './administrator.js';

/** Writes the channel's genesis block, once: it is the channel's identity. */
export async function writeGenesis(topology: Topology, layout: Layout, binaries: Binaries): Promise<void> {
  const { channel } = topology;
  const block = layout.genesis(channel);
  if (existsSync(block)) return;
  const args = ['-profile', PROFILE, '-channelID', channel, '-outputBlock', block];
  const environment = { ...baseEnvironment(), FABRIC_CFG_PATH: layout.configuration };
  await run(binaries.fabric('configtxgen'), args, { environment, process: 'configtxgen' });
}

/** Joins every orderer and peer that has not joined yet. */
export async function joinAll(topology: Topology, layout: Layout, binaries: Binaries): Promise<void> {
  await Promise.all(
    topology.organisations.flatMap((organisation) => {
      const administrator = new Administrator(organisation, topology, layout, binaries);
      return [
        ...organisation.orderers.map((orderer) => administrator.joinOrderer(orderer)),
        ...organisation.peers.map((peer) => administrator.joinPeer(peer)),
      ];
    }),
  );
}

const LEADER_WITHIN_MS = 20_000;
const POLL_MS = 50;

/**
 * Waits until an orderer leads, if enough of them live to choose one.
 *
 * @throws NetworkError `NO_QUORUM`.
 */
export async function untilLed(topology: Topology): Promise<void> {
  const deadline = Date.now() + LEADER_WITHIN_MS;
  for (;;) {
    const roles = await ordererRoles(topology);
    const alive = roles.filter((role) => role !== undefined).length;
    const quorum = 2 * alive > roles.length;
    if (quorum && roles.includes('leader')) return;
    if (!quorum || Date.now() > deadline) {
      throw new NetworkError('NO_QUORUM', { process: topology.channel, alive, total: roles.length });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function ordererRoles({
  bind,
  channel,
  organisations,
}: Topology): Promise<('leader' | 'follower' | undefined)[]> {
  const orderers = organisations.flatMap((organisation) => organisation.orderers);
  return Promise.all(
    orderers.map(async ({ operationsPort }) => {
      try {
        const leads = await metric(
          bind,
          operationsPort,
          'consensus_etcdraft_is_leader',
          `channel="${channel}"`,
        );
        return leads === 1 ? 'leader' : 'follower';
      } catch {
        return undefined;
      }
    }),
  );
}
