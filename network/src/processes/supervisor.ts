import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { explain, NetworkError } from '../errors.js';
import type { Layout } from '../layout.js';
import { isFree } from '../topology/load.js';
import { isAlive, startOf } from './liveness.js';
import { reasonOfDeath } from './logs.js';
import { mark, orphansOf } from './orphans.js';
import type { ProcessKind, ProcessRecord, StateFile } from './state.js';

/** How to run one process. Its environment is `environment` and the network's mark: nothing is inherited. */
export interface ProcessSpec {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly address: string;
  readonly ports: readonly number[];
  /** Whether it serves by now. A refusal to connect counts as "not yet". */
  readonly ready: () => Promise<boolean>;
}

const POLL_MS = 40;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
/** Stopped in this order: whoever asks goes before whoever answers. */
const STOP_ORDER: readonly ProcessKind[] = ['chaincode', 'peer', 'orderer', 'ca'];

export interface SupervisorOptions {
  /** Breaks off waiting. */
  readonly signal?: AbortSignal;
  /** How long a process may take to end when it is told to, before it is made to. */
  readonly stopWithinMs?: number;
}

/** Starts, watches and stops the network's processes. What it knows stands in the state file. */
export class Supervisor {
  readonly #layout: Layout;
  readonly #state: StateFile;
  readonly #signal: AbortSignal | undefined;
  readonly #stopWithinMs: number;

  constructor(
    layout: Layout,
    state: StateFile,
    { signal, stopWithinMs = STOP_WITHIN_MS }: SupervisorOptions = {},
  ) {
    this.#layout = layout;
    this.#state = state;
    this.#signal = signal;
    this.#stopWithinMs = stopWithinMs;
  }

  /** Starts what does not live yet, and waits until all of it serves. Answers the names it started. */
  async start(specs: readonly ProcessSpec[]): Promise<string[]> {
    for (const orphan of this.#orphans()) this.#state.recordProcess(orphan);
    const alive = new Set(this.#state.alive.map(({ name }) => name));
    const dead = specs.filter(({ name }) => !alive.has(name));
    for (const spec of dead) await this.#checkPorts(spec);
    const started = dead.map((spec) => this.#spawn(spec));
    const watched = [...started, ...this.#watchedAlready(specs, alive)];
    await Promise.all(watched.map((process) => this.#untilReady(process)));
    return dead.map(({ name }) => name);
  }

  #orphans(): ProcessRecord[] {
    return orphansOf(this.#layout.run, this.#state.alive);
  }

  #watchedAlready(specs: readonly ProcessSpec[], alive: ReadonlySet<string>): Watched[] {
    const records = new Map(this.#state.alive.map((record) => [record.name, record]));
    return specs
      .filter(({ name }) => alive.has(name))
      .flatMap((spec) => {
        const record = records.get(spec.name);
        return record ? [{ spec, record }] : [];
      });
  }

  async #checkPorts({ name, ports, address }: ProcessSpec): Promise<void> {
    for (const port of ports) {
      if (!(await isFree(port, address))) throw new NetworkError('PORT_IN_USE', { process: name, port });
    }
  }

  #spawn(spec: ProcessSpec): Watched {
    const log = this.#layout.log(spec.name);
    try {
      mkdirSync(this.#layout.logs, { recursive: true });
      const descriptor = openSync(log, 'a');
      const logFrom = statSync(log).size;
      const child = spawn(spec.command, spec.arguments, {
        cwd: spec.folder,
        env: { ...spec.environment, ...mark(this.#layout.run, spec.kind, spec.name) },
        detached: true,
        stdio: ['ignore', descriptor, descriptor],
      });
      closeSync(descriptor);
      return { spec, record: this.#remember(spec, child.pid, logFrom), failure: spawnFailure(child, spec) };
    } catch (error) {
      throw explain(error, spec.name);
    }
  }

  #remember({ name, kind }: ProcessSpec, pid: number | undefined, logFrom: number): ProcessRecord {
    const record = { name, kind, logFrom, pid: pid ?? 0, started: (pid && startOf(pid)) || '' };
    if (pid !== undefined) this.#state.recordProcess(record);
    return record;
  }

  async #untilReady({ spec, record, failure }: Watched): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await spec.ready().catch(() => false))) {
      this.#signal?.throwIfAborted();
      const reason =
        failure?.() ??
        (isAlive(record) ? undefined : reasonOfDeath(this.#layout.log(spec.name), record.logFrom));
      if (reason !== undefined) throw death(spec.name, reason);
      if (Date.now() > deadline) {
        throw new NetworkError('NOT_READY', { process: spec.name, seconds: READY_WITHIN_MS / 1000 });
      }
      await pause(POLL_MS);
    }
  }

  /** Stops the named processes, or all, gently and then firmly. Stopping what does not run is no error. */
  async stop(names?: readonly string[]): Promise<string[]> {
    const running = [...this.#state.alive, ...this.#orphans()];
    const records = running.filter(({ name }) => names?.includes(name) ?? true);
    for (const kind of STOP_ORDER) {
      await Promise.all(
        records.filter((record) => record.kind === kind).map((record) => this.#stopOne(record)),
      );
    }
    return records.map(({ name }) => name);
  }

  async #stopOne(record: ProcessRecord): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      send(record, signal);
      if (await this.#untilDead(record)) {
        this.#state.forgetProcess(record.name);
        return;
      }
    }
    throw new NetworkError('WILL_NOT_STOP', { process: record.name, pid: record.pid });
  }

  /** Kills a process without warning, as a crash would. */
  async kill(name: string): Promise<void> {
    const record = this.#state.alive.find((candidate) => candidate.name === name);
    if (!record) throw new NetworkError('NOT_RUNNING', { process: name });
    send(record, 'SIGKILL');
    if (!(await this.#untilDead(record))) {
      throw new NetworkError('WILL_NOT_STOP', { process: name, pid: record.pid });
    }
  }

  async #untilDead(record: ProcessRecord): Promise<boolean> {
    const deadline = Date.now() + this.#stopWithinMs;
    while (isAlive(record)) {
      if (Date.now() > deadline) return false;
      await pause(POLL_MS / 4);
    }
    return true;
  }
}

interface Watched {
  readonly spec: ProcessSpec;
  readonly record: ProcessRecord;
  /** Why it could not be started at all, once that is known. */
  readonly failure?: () => string | undefined;
}

function spawnFailure(child: ReturnType<typeof spawn>, { command }: ProcessSpec): () => string | undefined {
  let reason: string | undefined;
  child.once('error', (error) => (reason = `${command}: ${error.message}`));
  child.unref();
  return () => reason;
}

/** What a process's last words amount to. */
export function death(process: string, reason: string): NetworkError {
  if (/no space left on device|ENOSPC/i.test(reason))
    return new NetworkError('DISK_FULL', { process, free: '0' });
  return new NetworkError('PROCESS_DIED', { process, reason });
}

/** The mark is compared once more right before the signal, so that another program's process is never hit. */
function send(record: ProcessRecord, signal: NodeJS.Signals): void {
  if (isAlive(record)) process.kill(record.pid, signal);
}
