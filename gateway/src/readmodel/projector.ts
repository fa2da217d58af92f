import { HanlianError } from '@hanlian/chaincode/domain';
import type { CommittedTransaction, Ledger, Position } from '../ledger/port.js';
import { isBefore } from '../ledger/position.js';
import type { Journal } from './journal.js';
import type { ReadModel } from './read-model.js';

/** How many transactions may wait before the stream is held back. */
const MOST_WAITING = 4096;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

interface Waiter {
  readonly position: Position;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Carries the ledger's stream into the read model: whatever came while one batch was written makes the next. */
export class Projector {
  readonly #ledger: Ledger;
  readonly #model: ReadModel;
  readonly #journal: Journal;
  readonly #stop = new AbortController();
  #waiters: Waiter[] = [];
  #running: Promise<void> | undefined;
  #failure: unknown;

  constructor(ledger: Ledger, model: ReadModel, journal: Journal) {
    this.#ledger = ledger;
    this.#model = model;
    this.#journal = journal;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Why the projection stands still, if it does; it goes on trying. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * Returns once the transaction at this place stands in the read model.
   *
   * @throws {HanlianError} LEDGER_DISK_FULL, LEDGER_DAMAGED
   */
  async reached(position: Position, signal?: AbortSignal): Promise<void> {
    if (!isBefore(this.#model.position, position)) return;
    await new Promise<void>((resolve, reject) => {
      const waiter = { position, resolve, reject };
      this.#waiters.push(waiter);
      signal?.addEventListener(
        'abort',
        () => {
          this.#waiters = this.#waiters.filter((other) => other !== waiter);
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#follow(() => (pause = FIRST_PAUSE_MS));
      } catch (failure) {
        this.#failure = failure;
        if (failure instanceof HanlianError) this.#refuse(failure);
        await this.#rest(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    }
  }

  /** Reads the stream from where the read model stands, until it ends or a batch fails. */
  async #follow(progressed: () => void): Promise<void> {
    const failed = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, failed.signal]);
    let waiting: CommittedTransaction[] = [];
    let writing: Promise<void> | undefined;
    const write = async (): Promise<void> => {
      try {
        // After a batch that failed, what came meanwhile would be written without it.
        while (waiting.length > 0 && !failed.signal.aborted) {
          const batch = waiting;
          waiting = [];
          await this.#apply(batch);
          progressed();
        }
      } catch (failure) {
        failed.abort(failure);
      } finally {
        // At once: what is pushed from here on finds nobody writing, and begins again.
        writing = undefined;
      }
    };
    try {
      for await (const transaction of this.#ledger.stream(this.#model.position, { signal })) {
        waiting.push(transaction);
        writing ??= write();
        if (waiting.length >= MOST_WAITING) await writing;
      }
    } finally {
      // However the stream ends: the next begins where this has written to, and nothing is written after closing.
      await writing;
    }
    failed.signal.throwIfAborted();
  }

  async #apply(batch: readonly CommittedTransaction[]): Promise<void> {
    await this.#journal.note(new Set(batch.map(({ block }) => block)));
    await this.#model.apply(batch);
    this.#failure = undefined;
    const ready = this.#waiters.filter(({ position }) => !isBefore(this.#model.position, position));
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }

  /** The store takes no writes: nobody is kept waiting until it does. */
  #refuse(failure: HanlianError): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiting) reject(failure);
  }

  #rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      const { signal } = this.#stop;
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
  }
}
