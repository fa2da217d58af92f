import { setTimeout as pause } from 'node:timers/promises';
import type { Network, ProcessStatus } from '@hanlian/network';
import { probe } from '../network/probe.js';
import type { Load } from './load.js';

const DOWN_MS = 600;
const RECOVERED_WITHIN_MS = 60_000;

export interface Fault {
  readonly name: string;
  readonly victims: (processes: readonly ProcessStatus[]) => readonly ProcessStatus[];
}

const called =
  (name: string): Fault['victims'] =>
  (processes) =>
    processes.filter((process) => process.name === name);

const orderer =
  (leads: boolean): Fault['victims'] =>
  (processes) =>
    processes
      .filter((process) => process.kind === 'orderer' && (process.leads ?? false) === leads)
      .slice(0, 1);

/** What is killed without warning; the load runs through the bureau's hub and the bank's. */
export const FAULTS: readonly Fault[] = [
  { name: 'its own chaincode', victims: called('probe.bureau') },
  { name: 'its own peer', victims: called('peer0.bureau') },
  { name: "another organisation's chaincode", victims: called('probe.auditor') },
  { name: "another organisation's peer", victims: called('peer0.auditor') },
  { name: 'an orderer that follows', victims: orderer(false) },
  { name: 'the orderer that leads', victims: orderer(true) },
  {
    name: 'two orderers, so that nothing is ordered',
    victims: (processes) => processes.filter(({ kind }) => kind === 'orderer').slice(0, 2),
  },
  { name: 'all at once', victims: (processes) => processes.filter(({ kind }) => kind !== 'ca') },
];

/** Kills, waits, starts again; gives the milliseconds from the start until every worker had acted twice. */
export async function strike(network: Network, load: Load, { victims, name }: Fault): Promise<number> {
  const names = victims((await network.status()).processes).map((process) => process.name);
  if (names.length === 0) throw new Error(`nothing to kill: ${name}`);
  await Promise.all(names.map((victim) => network.kill(victim)));
  await pause(DOWN_MS);
  const started = Date.now();
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) await network.restart(only);
  else await network.up({ portOffset: 'free', chaincodes: [probe] });
  await load.progress(2, RECOVERED_WITHIN_MS);
  return Date.now() - started;
}
