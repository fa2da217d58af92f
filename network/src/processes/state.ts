import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { NetworkError } from '../errors.js';
import { readJson, writeJson } from '../files.js';
import type { Layout } from '../layout.js';
import type { Topology } from '../topology/schema.js';
import { isAlive, type ProcessMark, startOf } from './liveness.js';

export type ProcessKind = 'ca' | 'orderer' | 'peer' | 'chaincode';

/** A process this network started, as `state.json` remembers it. */
export interface ProcessRecord extends ProcessMark {
  readonly name: string;
  readonly kind: ProcessKind;
  /** Where in its log it began. */
  readonly logFrom: number;
}

/** A chaincode whose processes run: which package, on which of the chaincode ports. */
export interface ChaincodeRecord {
  readonly name: string;
  readonly folder: string;
  readonly label: string;
  readonly packageId: string;
  readonly slot: number;
}

export type CryptoMode = 'ca' | 'cryptogen';

/** What any shell needs to find and tend the network. Ports already carry their offset. */
export interface NetworkState {
  readonly version: 1;
  readonly mode: CryptoMode;
  readonly topology: Topology;
  readonly topologyDigest: string;
  readonly processes: readonly ProcessRecord[];
  readonly chaincodes: readonly ChaincodeRecord[];
}

/**
 * `state.json`: the one memory the commands share. It is read at each use and written whole in the same tick as the
 * change it records, so that a shell that dies in between leaves no process unknown.
 */
export class StateFile {
  readonly #file: string;

  constructor(layout: Layout) {
    this.#file = layout.state;
  }

  read(): NetworkState | undefined {
    return readJson(this.#file) as NetworkState | undefined;
  }

  create(state: Omit<NetworkState, 'processes' | 'chaincodes' | 'version'>): void {
    const { processes = [], chaincodes = [] } = this.read() ?? {};
    writeJson(this.#file, { version: 1, ...state, processes, chaincodes });
  }

  get processes(): readonly ProcessRecord[] {
    return this.read()?.processes ?? [];
  }

  get chaincodes(): readonly ChaincodeRecord[] {
    return this.read()?.chaincodes ?? [];
  }

  /** The processes that live now, in the order they were started. */
  get alive(): readonly ProcessRecord[] {
    return this.processes.filter(isAlive);
  }

  recordProcess(record: ProcessRecord): void {
    this.#change(({ processes }) => ({
      processes: [...processes.filter(({ name }) => name !== record.name), record],
    }));
  }

  forgetProcess(name: string): void {
    this.#change(({ processes }) => ({ processes: processes.filter((record) => record.name !== name) }));
  }

  renameProcess(name: string, newName: string): void {
    this.#change(({ processes }) => ({
      processes: processes.map((record) => (record.name === name ? { ...record, name: newName } : record)),
    }));
  }

  recordChaincode(record: ChaincodeRecord): void {
    this.#change(({ chaincodes }) => ({
      chaincodes: [...chaincodes.filter(({ name }) => name !== record.name), record],
    }));
  }

  #change(change: (state: NetworkState) => Partial<NetworkState>): void {
    const state = this.read();
    if (state) writeJson(this.#file, { ...state, ...change(state) });
  }
}

const STOP_WITHIN_MS = 30_000;
const POLL_MS = 20;

interface Lock extends ProcessMark {
  /** Whether its holder only stops the network, which is worth waiting for. */
  readonly stopping: boolean;
}

/**
 * Runs the work alone: two shells must not change one network at once. A lock whose owner is dead is taken over. A
 * stop is waited for, and itself waits for whatever is under way.
 *
 * @throws NetworkError `BUSY`.
 */
export async function exclusively<T>(layout: Layout, work: () => Promise<T>, stopping = false): Promise<T> {
  mkdirSync(layout.run, { recursive: true });
  const mine: Lock = { pid: process.pid, started: startOf(process.pid) ?? '', stopping };
  const deadline = Date.now() + STOP_WITHIN_MS;
  for (let owner = takeLock(layout.lock, mine); owner; owner = takeLock(layout.lock, mine)) {
    if (!(stopping || owner.stopping) || Date.now() > deadline) {
      throw new NetworkError('BUSY', { process: 'network', pid: owner.pid });
    }
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(layout.lock, { force: true });
  }
}

/** Takes the lock, or answers the living owner. Linked in whole: a lock seen half written would look like nobody's. */
function takeLock(file: string, mine: Lock): Lock | undefined {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    linkSync(draft, file);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const owner = lockOwner(file);
  if (owner && isAlive(owner)) return owner;
  rmSync(file, { force: true });
  return takeLock(file, mine);
}

function lockOwner(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Lock;
  } catch {
    return undefined;
  }
}
