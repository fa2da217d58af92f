import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { announce } from '../chaincode/service.js';
import { readJson, writeJson } from '../files.js';
import type { Works } from '../works.js';
import { Authority } from './authority.js';
import { plannedIdentities } from './plan.js';

/**
 * Renews every certificate over its present key, which an orderer must keep: the channel pins it. Expired ones too, since
 * the authorities take a certificate that has expired as proof of its key.
 */
export async function renewIdentities(works: Works, startAuthorities: () => Promise<void>): Promise<void> {
  const { topology, layout, state, supervisor } = works;
  for (const { name } of topology.organisations) {
    // The CA server makes itself a new TLS certificate when it finds none.
    rmSync(join(layout.organisation(name).caHome, 'tls-cert.pem'), { force: true });
  }
  await startAuthorities();
  try {
    for (const organisation of topology.organisations) {
      const authority = new Authority(organisation, layout.organisation(organisation.name));
      try {
        await authority.renewRegistrars();
        await Promise.all(plannedIdentities(organisation).map((identity) => authority.renew(identity)));
      } finally {
        authority.close();
      }
    }
    for (const chaincode of state.chaincodes) announce(chaincode, topology, layout);
    for (const organisation of topology.organisations) refreshConnections(works, organisation.name);
  } finally {
    await supervisor.stop();
  }
}

/** A peer keeps the certificates it shows to chaincode in what its builder made, which is read at each connection. */
function refreshConnections({ topology, layout }: Works, name: string): void {
  const organisation = topology.organisations.find((each) => each.name === name);
  for (const peer of organisation?.peers ?? []) {
    const builds = join(layout.nodeData(peer.name), 'externalbuilder', 'builds');
    const fresh = readJson(layout.organisation(name).builderConfiguration(peer.name)) as Record<
      string,
      unknown
    >;
    const { root_cert, client_cert, client_key } = fresh;
    for (const build of existsSync(builds) ? readdirSync(builds) : []) {
      const file = join(builds, build, 'release', 'chaincode', 'server', 'connection.json');
      const connection = readJson(file);
      if (connection) writeJson(file, { ...connection, root_cert, client_cert, client_key });
    }
  }
}
