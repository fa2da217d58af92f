import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

import { NetworkError } from './errors.js';
import { readJson, writeJson } from './files.js';
import { plannedIdentities } from './identities/plan.js';
import type { Layout } from './layout.js';
import type { CryptoMode, NetworkState } from './processes/state.js';
import { topologyDigest } from './topology/load.js';
import type { Topology } from './topology/schema.js';

/**
 * What a network stands on: its certificates, and a ledger made under them. Neither is ever replaced silently.
 */

interface CryptoManifest {
  readonly mode: CryptoMode;
  /** SHA-256 over every organisation's roots. */
  readonly roots: string;
}

const LEAST_FREE_BYTES = 512 * 1024 * 1024;
/** What an orderer's next log and a peer's next blocks take. */
const LEAST_FREE_OF_NODE_BYTES = 128 * 1024 * 1024;
const MIB = 1024 * 1024;

/** Whether a start was broken off while certificates were made: nothing was ever written under them. */
export function isUnfinished(layout: Layout): boolean {
  return existsSync(layout.organisations) && !readManifest(layout) && !hasData(layout);
}

export function discardUnfinished({ organisations }: Layout): void {
  rmSync(organisations, { recursive: true, force: true });
}

/**
 * Refuses to start what could not run or would do harm: a full disk, ledger data without its certificates, under others,
 * or under another topology.
 */
export function checkFoundation(topology: Topology, layout: Layout, state: NetworkState | undefined): void {
  checkDisks(topology, layout);
  if (!hasData(layout)) return;
  if (state && state.topologyDigest !== topologyDigest(topology)) {
    throw new NetworkError('TOPOLOGY_CHANGED', { process: topology.channel });
  }
  const lost = firstLostFile(topology, layout);
  if (lost !== undefined) throw new NetworkError('CRYPTO_WIPED', { process: lost });
  const { roots } = (readJson(layout.dataStamp) as CryptoManifest | undefined) ?? {};
  if (roots !== rootsDigest(topology, layout))
    throw new NetworkError('STALE_DATA', { process: topology.channel });
}

/** The network's own disk, and that of each node whose data an operator has put on another. */
function checkDisks({ organisations }: Topology, layout: Layout): void {
  checkDisk(layout.run, layout.run, LEAST_FREE_BYTES);
  for (const { name } of organisations.flatMap(({ peers, orderers }) => [...peers, ...orderers])) {
    const folder = layout.nodeData(name);
    if (existsSync(folder)) checkDisk(name, folder, LEAST_FREE_OF_NODE_BYTES);
  }
}

function checkDisk(process: string, folder: string, least: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < least) throw new NetworkError('DISK_FULL', { process, free: `${Math.floor(free / MIB)} MB` });
}

function hasData({ data }: Layout): boolean {
  return existsSync(data) && readdirSync(data).length > 0;
}

function readManifest({ cryptoManifest }: Layout): CryptoManifest | undefined {
  return readJson(cryptoManifest) as CryptoManifest | undefined;
}

function firstLostFile(topology: Topology, layout: Layout): string | undefined {
  if (!readManifest(layout)) return topology.channel;
  const files = topology.organisations.flatMap((organisation) =>
    plannedIdentities({ ...organisation, identities: [] }).flatMap(({ id, signs }) => {
      const { certificate, privateKey, tls } = layout.organisation(organisation.name).identity(id);
      const owned = [tls.certificate, tls.privateKey, ...(signs ? [certificate, privateKey] : [])];
      return owned.map((file) => ({ id, file }));
    }),
  );
  return files.find(({ file }) => !existsSync(file))?.id;
}

/** How the certificates were made, or undefined when there are none yet. */
export function cryptoMode(layout: Layout): CryptoMode | undefined {
  return readManifest(layout)?.mode;
}

/** Marks the certificates as finished. */
export function sealCrypto(topology: Topology, layout: Layout, mode: CryptoMode): void {
  writeJson(layout.cryptoManifest, { mode, roots: rootsDigest(topology, layout) });
}

/** Ties ledger data, which is about to be written, to the certificates it is written under. */
export function stampData(layout: Layout): void {
  if (!existsSync(layout.dataStamp)) writeJson(layout.dataStamp, readManifest(layout));
}

function rootsDigest({ organisations }: Topology, layout: Layout): string {
  const hash = createHash('sha256');
  for (const { name } of organisations) {
    const { msp, tlsRoot } = layout.organisation(name);
    for (const root of [join(msp, 'cacerts', 'ca.pem'), tlsRoot]) hash.update(readFileSync(root));
  }
  return hash.digest('hex');
}

/** @throws NetworkError `CERTIFICATE_EXPIRED`, `CLOCK_BEHIND` naming the first process whose certificate does not count now. */
export function checkExpiry(topology: Topology, layout: Layout, now = new Date()): void {
  for (const organisation of topology.organisations) {
    const files = layout.organisation(organisation.name);
    for (const { id, signs } of plannedIdentities({ ...organisation, identities: [] })) {
      const { certificate, tls } = files.identity(id);
      for (const file of signs ? [tls.certificate, certificate] : [tls.certificate]) {
        checkCertificate(id, file, now);
      }
    }
  }
}

function checkCertificate(process: string, file: string, now: Date): void {
  const { validFromDate, validToDate } = new X509Certificate(readFileSync(file));
  if (now < validFromDate)
    throw new NetworkError('CLOCK_BEHIND', { process, file, date: validFromDate.toISOString() });
  if (now < validToDate) return;
  const date = validToDate.toISOString().slice(0, 10);
  throw new NetworkError('CERTIFICATE_EXPIRED', { process, file, date });
}
