import { setTimeout as pause } from 'node:timers/promises';
import type { Commit, Endorsed } from '@hanlian/gateway/ledger/port';
import { probeCall, type Client } from '../client.js';

/** How long the same bytes are sent again before the act is endorsed anew, and how long one wait for an outcome is. */
const RESEND_MS = 3_000;
const OUTCOME_MS = 3_000;
const PAUSE_MS = 50;

/** What a worker knows to have taken effect: its n-th act, and the transaction that was acknowledged for it. */
export interface Acknowledged {
  readonly act: number;
  readonly transactionId: string;
}

/**
 * Counts up a key of its own: the n-th act reads n − 1 and writes n. It acts as the hub's outbox does: an error is no
 * outcome, so it asks, sends the same bytes again for a while, and then endorses anew, which the read makes safe.
 */
export class Worker {
  readonly key: string;
  readonly acknowledged: Acknowledged[] = [];
  /** Acts whose first answer was an error and which took effect all the same. */
  resolved = 0;
  errors = 0;
  #done = 0;
  readonly #client: Client;

  constructor(client: Client, key: string) {
    this.#client = client;
    this.key = key;
  }

  get done(): number {
    return this.#done;
  }

  async run(stopped: () => boolean): Promise<void> {
    while (!stopped()) await this.#act(this.#done + 1);
  }

  async #act(act: number): Promise<void> {
    while (this.#done < act) {
      const endorsed = await this.#tried(() => this.#client.endorse(this.#request(act)));
      if (endorsed === undefined) await pause(PAUSE_MS);
      else await this.#conclude(act, endorsed);
    }
  }

  #request(act: number): ReturnType<typeof probeCall> {
    return probeCall([
      { op: 'get', key: this.key },
      { op: 'put', key: this.key, value: String(act) },
    ]);
  }

  async #conclude(act: number, endorsed: Endorsed): Promise<void> {
    const [read] = JSON.parse(endorsed.result) as [string | null];
    const found = Number(read ?? 0);
    if (found > act) throw new Error(`${this.key} stands at ${found} before act ${act}`);
    if (found === act) {
      this.resolved += 1;
      this.#done = act;
    } else if (found < act - 1) {
      await pause(PAUSE_MS);
    } else if ((await this.#outcome(endorsed))?.code === 'VALID') {
      this.acknowledged.push({ act, transactionId: endorsed.transactionId });
      this.#done = act;
    }
  }

  async #outcome(endorsed: Endorsed): Promise<Commit | undefined> {
    const giveUp = Date.now() + RESEND_MS;
    for (let attempt = 0; Date.now() < giveUp; attempt += 1) {
      const commit = await this.#tried(() => this.#delivered(endorsed));
      if (commit !== undefined) {
        if (attempt > 0 && commit.code === 'VALID') this.resolved += 1;
        return commit;
      }
      await pause(PAUSE_MS);
    }
    return undefined;
  }

  async #delivered(endorsed: Endorsed): Promise<Commit> {
    await this.#client.submit(endorsed);
    const signal = AbortSignal.timeout(OUTCOME_MS);
    return this.#client.ledger.status(endorsed.transactionId, { signal });
  }

  async #tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch {
      this.errors += 1;
      return undefined;
    }
  }
}
