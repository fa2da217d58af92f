import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { START, type Ledger } from '@hanlian/gateway/ledger/port';
import type { Network } from '@hanlian/network';
import { Client } from '../client.js';
import { Worker } from './worker.js';

const WORKERS: Readonly<Record<string, number>> = { bureau: 4, bank: 2 };
const POLL_MS = 25;

export interface Tally {
  readonly acts: number;
  /** Acts whose first answer was an error and which took effect all the same. */
  readonly resolved: number;
  readonly errors: number;
}

/** A small load that goes on through faults, and what must be true of the ledger afterwards. */
export class Load {
  readonly #clients: readonly Client[];
  readonly #workers: readonly Worker[];
  readonly #running: Promise<unknown>;
  #stopped = false;
  #failure: unknown;

  constructor(clients: readonly Client[], workers: readonly Worker[]) {
    this.#clients = clients;
    this.#workers = workers;
    this.#running = Promise.all(workers.map((worker) => worker.run(() => this.#stopped))).catch(
      (error: unknown) => (this.#failure = error),
    );
  }

  static async start(network: Network): Promise<Load> {
    const organisations = Object.entries(WORKERS);
    const clients = await Promise.all(organisations.map(([name]) => Client.open(network, name)));
    const workers = organisations.flatMap(([name, count], index) => {
      const client = clients[index];
      const key = (n: number): string => `${name}.${n}.${randomBytes(6).toString('hex')}`;
      return client ? Array.from({ length: count }, (_, n) => new Worker(client, key(n))) : [];
    });
    return new Load(clients, workers);
  }

  /** Waits until every worker has acted so many times more. */
  async progress(acts: number, within: number): Promise<void> {
    const goals = this.#workers.map(({ done }) => done + acts);
    const deadline = Date.now() + within;
    while (this.#workers.some(({ done }, index) => done < (goals[index] ?? 0))) {
      if (this.#failure !== undefined) throw this.#failure as Error;
      if (Date.now() > deadline) throw new Error(`no progress within ${within} ms`);
      await pause(POLL_MS);
    }
  }

  get tally(): Tally {
    const sum = (pick: (worker: Worker) => number): number =>
      this.#workers.reduce((total, worker) => total + pick(worker), 0);
    return {
      acts: sum(({ done }) => done),
      resolved: sum(({ resolved }) => resolved),
      errors: sum(({ errors }) => errors),
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await Promise.all(this.#clients.map(({ ledger }) => ledger.close()));
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  /**
   * Compares what was acknowledged with what an organisation finds in the blocks: each worker's acts stand there once
   * each, in order, none missing, and each acknowledged one under the id it was acknowledged with.
   */
  async violations(ledger: Ledger): Promise<string[]> {
    const standing = await this.#standing(ledger);
    return this.#workers.flatMap(({ key, done, acknowledged }) => {
      const found = standing.get(key) ?? [];
      const values = found.map(({ value }) => value);
      const expected = Array.from({ length: done }, (_, index) => String(index + 1));
      const lost = acknowledged.filter(
        ({ act, transactionId }) => found[act - 1]?.transactionId !== transactionId,
      );
      return [
        ...(values.join() === expected.join() ? [] : [`${key}: ${values.join()} instead of 1 to ${done}`]),
        ...lost.map(({ act, transactionId }) => `${key}: act ${act} does not stand as ${transactionId}`),
      ];
    });
  }

  async #standing(ledger: Ledger): Promise<Map<string, { value: string; transactionId: string }[]>> {
    const standing = new Map<string, { value: string; transactionId: string }[]>(
      this.#workers.map(({ key }) => [key, []]),
    );
    const last = await ledger.latest();
    for await (const { block, index, code, transactionId, writes } of ledger.stream(START)) {
      for (const { key, value } of code === 'VALID' ? writes : [])
        standing.get(key)?.push({ value: Buffer.from(value ?? []).toString(), transactionId });
      if (block === last.block && index === last.index) break;
    }
    return standing;
  }
}
