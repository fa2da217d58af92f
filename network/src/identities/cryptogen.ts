import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Binaries } from '../binaries.js';
import { hostsOf } from '../configuration/ca.js';
import { writeJson } from '../files.js';
import type { IdentityLayout, Layout } from '../layout.js';
import { run } from '../processes/command.js';
import type { Organisation, Topology } from '../topology/schema.js';
import type { Credential } from '@hanlian/ca-client';
import { type Roots, writeMsp, writeSigner, writeTls } from './msp.js';
import { ADMIN, CHAINCODE } from './plan.js';

/**
 * Certificates from Fabric's `cryptogen`, for tests that need a network at once: no authority, so no attributes, no
 * later enrolment, no revocation. Its tree is copied into the same layout that real authorities fill.
 */
export async function generateIdentities(
  topology: Topology,
  layout: Layout,
  binaries: Binaries,
): Promise<void> {
  const configuration = join(layout.configuration, 'crypto-config.yaml');
  const output = join(layout.configuration, 'cryptogen');
  writeJson(configuration, cryptogenConfiguration(topology));
  await run(binaries.fabric('cryptogen'), ['generate', `--config=${configuration}`, `--output=${output}`], {
    environment: {},
    process: 'cryptogen',
  });
  for (const organisation of topology.organisations) adopt(organisation, layout, output);
  rmSync(output, { recursive: true });
}

/** cryptogen gives OU=orderer to orderer organisations only: so an organisation's orderers get an MSP of their own. */
export function ordererMspId({ mspId }: Organisation, mode: 'ca' | 'cryptogen'): string {
  return mode === 'ca' ? mspId : mspId.replace(/MSP$/, 'OrdererMSP');
}

function cryptogenConfiguration({ organisations }: Topology): object {
  const node = (host: string) => (name: string) => ({
    Hostname: name,
    CommonName: name,
    SANS: hostsOf(host),
  });
  return {
    OrdererOrgs: organisations
      .filter(({ orderers }) => orderers.length > 0)
      .map(({ name, host, orderers }) => ({
        Name: name,
        Domain: name,
        EnableNodeOUs: true,
        Specs: orderers.map((orderer) => node(host)(orderer.name)),
      })),
    PeerOrgs: organisations.map(({ name, host, peers, identities }) => ({
      Name: name,
      Domain: name,
      EnableNodeOUs: true,
      Specs: [...peers.map((peer) => peer.name), CHAINCODE].map(node(host)),
      Users: { Count: identities.length },
    })),
  };
}

function adopt({ name, peers, orderers, identities }: Organisation, layout: Layout, output: string): void {
  const files = layout.organisation(name);
  const peerTree = join(output, 'peerOrganizations', name);
  const roots = rootsOf(peerTree);
  writeMsp(files.msp, roots);
  const adoptNode = (tree: string, group: string, node: string, nodeRoots: Roots, target = node): void =>
    copyIdentity(join(tree, group, node), files.identity(target), nodeRoots);
  for (const node of [...peers.map((peer) => peer.name), CHAINCODE])
    adoptNode(peerTree, 'peers', node, roots);
  adoptNode(peerTree, 'users', `Admin@${name}`, roots, ADMIN);
  identities.forEach((identity, i) =>
    adoptNode(peerTree, 'users', `User${i + 1}@${name}`, roots, identity.name),
  );
  if (orderers.length === 0) return;
  const ordererTree = join(output, 'ordererOrganizations', name);
  const ordererRoots = rootsOf(ordererTree);
  writeMsp(files.ordererMsp, ordererRoots);
  for (const orderer of orderers) adoptNode(ordererTree, 'orderers', orderer.name, ordererRoots);
}

function rootsOf(tree: string): Roots {
  return {
    signing: onlyFile(join(tree, 'msp', 'cacerts')),
    tls: onlyFile(join(tree, 'msp', 'tlscacerts')),
  };
}

function copyIdentity(tree: string, identity: IdentityLayout, roots: Roots): void {
  const signer: Credential = {
    certificate: onlyFile(join(tree, 'msp', 'signcerts')),
    privateKey: onlyFile(join(tree, 'msp', 'keystore')),
  };
  const tls = (extension: string): string => {
    const file = readdirSync(join(tree, 'tls')).find((name) => name !== 'ca.crt' && name.endsWith(extension));
    return readFileSync(join(tree, 'tls', file ?? extension), 'utf8');
  };
  writeSigner(identity, signer, roots);
  writeTls(identity, { certificate: tls('.crt'), privateKey: tls('.key') }, roots.tls);
}

function onlyFile(folder: string): string {
  const [file = ''] = readdirSync(folder);
  return readFileSync(join(folder, file), 'utf8');
}
