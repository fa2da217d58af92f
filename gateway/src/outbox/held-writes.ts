import { setTimeout as pause } from 'node:timers/promises';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Store } from '../storage/store.js';
import { lookThrough, openKey } from './entries.js';
import type { Outbox } from './outbox.js';
import { isWithdrawn, type HeldState, type Outcome } from './outcome.js';
import type { Background, Requests } from './requests.js';
import type { SigningDesk } from './signing-desk.js';

const DAY_MS = 24 * 60 * 60 * 1000;

interface HeldWritesParts {
  readonly store: Store;
  readonly requests: Requests;
  readonly outbox: Outbox;
  readonly desk: SigningDesk;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** So long a write waits for its caller's signature. */
  readonly days: number;
}

/** A write its caller signs itself, as it stands. */
export interface Held {
  readonly state: HeldState;
  /** Milliseconds since 1970. */
  readonly lapsesAt: number;
}

/**
 * The writes that callers sign themselves. One that is not signed in time lapses, and its caller may cancel it as long as
 * nothing of it is on its way to the ledger; what was made ready for it is then dropped.
 */
export class HeldWrites {
  readonly #parts: HeldWritesParts;

  constructor(parts: HeldWritesParts) {
    this.#parts = parts;
  }

  /** A write as it stands now. @throws {HanlianError} NOT_FOUND, also for another caller's */
  async get(caller: string, job: string): Promise<Held> {
    const { requests, clock, days } = this.#parts;
    const { since, state } = await requests.held.get(caller, job);
    const lapsesAt = since + days * DAY_MS;
    const isOver = clock() >= lapsesAt && this.#canEnd(job, state);
    return { state: isOver ? await this.#end(caller, job, lapsed()) : state, lapsesAt };
  }

  /** The jobs of a caller that came to no end yet. */
  async *open(caller: string): AsyncGenerator<string> {
    // What came to its end a moment ago may stand in the index still.
    for await (const { job, outcome } of this.#parts.requests.held.of(caller, openKey)) {
      if (outcome === undefined) yield job;
    }
  }

  /** The same, and those that came to an end without a signature. */
  async *unsigned(caller: string): AsyncGenerator<string> {
    for await (const { job, outcome } of this.#parts.requests.held.of(caller)) {
      if (outcome === undefined || isWithdrawn(outcome)) yield job;
    }
  }

  /** @throws {HanlianError} NOT_FOUND, JOB_NOT_OPEN, JOB_COMMITTED */
  async cancel(caller: string, job: string): Promise<Held> {
    const { state, lapsesAt } = await this.get(caller, job);
    if (!('waiting' in state)) return { state: requireCancelled(state), lapsesAt };
    if (!this.#canEnd(job, state) || !state.waiting.some(({ ref }) => ref.step === 0)) {
      throw new HanlianError('JOB_COMMITTED', 'A part of it is on the ledger, or may be on its way there');
    }
    return { state: await this.#end(caller, job, cancelled()), lapsesAt };
  }

  /**
   * Ends what still waits for its signature, since what it says is not so any more; gives whether it is over now.
   *
   * @throws {HanlianError} NOT_FOUND
   */
  async overtake(caller: string, job: string): Promise<boolean> {
    const { state } = await this.get(caller, job);
    if (!this.#canEnd(job, state)) return !('waiting' in state);
    await this.#end(caller, job, overtaken());
    return true;
  }

  /** Lets what was not signed in time lapse: what is left at a start, and then day by day. */
  background(after: Promise<void>): Background {
    const stop = new AbortController();
    const resumed = after.then(() => this.#lapseAll(stop.signal)).catch(() => undefined);
    const work = resumed.then(() => this.#daily(stop.signal)).catch(() => undefined);
    return {
      resumed,
      close: async () => {
        stop.abort();
        await work;
      },
    };
  }

  async #daily(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(DAY_MS, undefined, { signal, ref: false });
      await this.#lapseAll(signal);
    }
  }

  async #lapseAll(signal: AbortSignal): Promise<void> {
    for await (const { entry, isOpen } of lookThrough(this.#parts.store)) {
      if (signal.aborted) return;
      const { heldBy, job } = entry;
      if (heldBy === undefined || job === undefined || !isOpen) continue;
      // What cannot be told now is told when its caller asks, or tomorrow.
      await this.get(heldBy, job).catch(() => undefined);
    }
  }

  /** Not while an envelope that was given up may still take effect: its document must be there then. */
  #canEnd(job: string, state: HeldState): boolean {
    return 'waiting' in state && state.waiting.length > 0 && !this.#parts.outbox.isDoubted(job);
  }

  async #end(caller: string, job: string, reason: HanlianError): Promise<HeldState> {
    const { desk, requests } = this.#parts;
    desk.dismiss(job, reason);
    try {
      return (await requests.held.get(caller, job)).state;
    } finally {
      desk.admit(job);
    }
  }
}

function requireCancelled(outcome: Outcome): Outcome {
  if ('refusal' in outcome && outcome.refusal.code === 'SIGNING_CANCELLED') return outcome;
  throw new HanlianError('JOB_NOT_OPEN', 'It has come to an end');
}

const lapsed = (): HanlianError => new HanlianError('SIGNING_LAPSED', 'It was not signed in time');
const overtaken = (): HanlianError => new HanlianError('SIGNING_OVERTAKEN', 'What it says was overtaken');
const cancelled = (): HanlianError => new HanlianError('SIGNING_CANCELLED', 'Its caller has cancelled it');
