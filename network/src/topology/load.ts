import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { NetworkError } from '../errors.js';
import { isAlive, type ProcessMark, startOf } from '../processes/liveness.js';
import { type Organisation, portsOf, type Topology, topologySchema } from './schema.js';

/** The topology that ships with Hanlian. */
export const DEFAULT_TOPOLOGY = fileURLToPath(new URL('../../topology.json', import.meta.url));

/**
 * Reads and checks a topology file. Chaincode folders come back absolute.
 *
 * @throws NetworkError `TOPOLOGY_INVALID` naming the first thing wrong.
 */
export function loadTopology(file: string = DEFAULT_TOPOLOGY): Topology {
  const topology = parseTopology(file);
  const folder = dirname(resolve(file));
  return {
    ...topology,
    chaincodes: topology.chaincodes.map((spec) => ({ ...spec, folder: resolve(folder, spec.folder) })),
  };
}

function parseTopology(file: string): Topology {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new NetworkError(
      'TOPOLOGY_INVALID',
      { process: file, reason: (cause as Error).message },
      { cause },
    );
  }
  const parsed = topologySchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
  throw new NetworkError('TOPOLOGY_INVALID', { process: file, reason });
}

/** The same network with every port moved by `offset`, so that several can run on one machine. */
export function withPortOffset(topology: Topology, offset: number): Topology {
  if (offset === 0) return topology;
  const moved = <T extends object>(ports: T): T =>
    Object.fromEntries(
      Object.entries(ports).map(([key, value]) => [
        key,
        typeof value === 'number' ? value + offset : (value as unknown),
      ]),
    ) as T;
  const move = (organisation: Organisation): Organisation => ({
    ...moved(organisation),
    ca: moved(organisation.ca),
    peers: organisation.peers.map(moved),
    orderers: organisation.orderers.map(moved),
  });
  return { ...topology, organisations: topology.organisations.map(move) };
}

/** More than lies between a topology's lowest and highest port, so that two networks never share one. */
const OFFSET_STEP = 3_500;
/** Below the ports the system hands out by itself, so that a passing connection cannot take one of ours. */
const LAST_OFFSET = 21_000;

/**
 * An offset at which every port of the topology is free now, kept for this process while it lives. For tests, several of
 * which may run on one machine.
 *
 * @throws NetworkError `NO_FREE_PORTS`.
 */
export async function freePortOffset(topology: Topology): Promise<number> {
  const ports = topology.organisations.flatMap(portsOf).map(({ port }) => port);
  for (let offset = OFFSET_STEP; offset <= LAST_OFFSET; offset += OFFSET_STEP) {
    const free = await allFree(
      ports.map((port) => port + offset),
      topology.bind,
    );
    if (free && reserve(join(tmpdir(), `hanlian-ports-${offset}`))) return offset;
  }
  throw new NetworkError('NO_FREE_PORTS', { process: 'network' });
}

/** Two tests that look at the same moment must not find the same ports. */
function reserve(file: string): boolean {
  const mine = { pid: process.pid, started: startOf(process.pid) };
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8')) as ProcessMark;
    if (isAlive(owner)) return owner.pid === process.pid;
    rmSync(file, { force: true });
  } catch {
    // Nobody holds it, or the note is torn: then whoever writes first has it.
  }
  try {
    writeFileSync(file, JSON.stringify(mine), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

async function allFree(ports: number[], host: string): Promise<boolean> {
  for (const port of ports) if (!(await isFree(port, host))) return false;
  return true;
}

/** Whether a program could listen on the port now. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Changes with whatever the channel's genesis block and the certificates were made from. */
export function topologyDigest({ channel, organisations, ordering }: Topology): string {
  const foundation = {
    channel,
    ordering,
    organisations: organisations.map((organisation) => ({ ...organisation, identities: undefined })),
  };
  return createHash('sha256').update(JSON.stringify(foundation)).digest('hex');
}
