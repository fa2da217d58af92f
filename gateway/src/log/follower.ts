import { setTimeout as pause } from 'node:timers/promises';
import { encodeLogEntry } from '@hanlian/chaincode/domain';
import { START, type CommittedTransaction, type Ledger, type Position } from '../ledger/port.js';
import { isAt, isBefore } from '../ledger/position.js';
import type { LogStore } from './log-store.js';

const MOST_WAITING = 4096;
/** Each append costs several synced files, and nobody waits for one: what comes within this time shares the next. */
const GATHERING_MS = 250;
const LOOK_AGAIN_MS = 20;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** Events of this contract are about the log, and stand beside it. */
const OWN_CONTRACT = 'log.';

/** The entry a transaction makes; undefined where it makes none. */
export function entryOf(
  { code, event, block, transactionId }: CommittedTransaction,
  chaincode: string,
): Uint8Array | undefined {
  if (code !== 'VALID' || event?.chaincode !== chaincode || event.name.startsWith(OWN_CONTRACT))
    return undefined;
  return encodeLogEntry({ block, payload: event.payload, transactionId });
}

/**
 * How many of these transactions end a block: those of a block whose end has not come yet wait for it, so that the log's
 * size is always one at which a block ended.
 */
export function wholeBlocks(waiting: readonly CommittedTransaction[], latest: Position): number {
  const last = waiting.at(-1);
  if (last === undefined) return 0;
  if (isAt(last, latest)) return waiting.length;
  return waiting.findIndex(({ block }) => block === last.block);
}

/** Carries the ledger's stream into the log, block by block. */
export class LogFollower {
  readonly #ledger: Ledger;
  readonly #store: LogStore;
  readonly #chaincode: string;
  readonly #stop = new AbortController();
  #grown: (() => void)[] = [];
  #wanted = new AbortController();
  #failure: unknown;
  #running: Promise<void> | undefined;

  constructor(ledger: Ledger, store: LogStore, chaincode: string) {
    this.#ledger = ledger;
    this.#store = store;
    this.#chaincode = chaincode;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Why the log stands still, if it does; it goes on trying. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Returns once everything up to this place is in the log, or when the signal says to wait no longer. */
  async reached(wanted: Position, signal: AbortSignal): Promise<void> {
    while (isBefore(this.#store.position, wanted) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#grown.push(resolve);
        this.#wanted.abort();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Takes all there is at the moment, for commands: no hub runs. */
  async catchUp(): Promise<void> {
    const latest = await this.#ledger.latest();
    if (!isBefore(this.#store.position, latest)) return;
    await this.#follow(() => !isBefore(this.#store.position, latest));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (let wait = FIRST_PAUSE_MS; !signal.aborted; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        await this.#follow(() => false);
      } catch (failure) {
        this.#failure = failure;
      }
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Reads the stream from where the log stands, until it ends, a write fails, or enough is there. */
  async #follow(isEnough: () => boolean): Promise<void> {
    const { signal } = this.#stop;
    const waiting: CommittedTransaction[] = [];
    let latest = START;
    for await (const transaction of this.#ledger.stream(this.#store.position, { signal })) {
      waiting.push(transaction);
      if (isBefore(transaction, latest) && waiting.length < MOST_WAITING) continue;
      latest = await this.#latestFrom(transaction);
      const whole = waiting.splice(0, wholeBlocks(waiting, latest));
      if (whole.length > 0) await this.#append(whole);
      if (isEnough()) return;
      if (waiting.length === 0) await this.#gather();
    }
  }

  /** What the ledger says is its latest: that may come later than the stream, and nothing more with it. */
  async #latestFrom(told: Position): Promise<Position> {
    const { signal } = this.#stop;
    for (;;) {
      const latest = await this.#ledger.latest();
      if (!isBefore(latest, told) || signal.aborted) return latest;
      await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Lets more come, unless somebody waits for it. */
  async #gather(): Promise<void> {
    if (this.#grown.length > 0) return;
    this.#wanted = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, this.#wanted.signal]);
    await pause(GATHERING_MS, undefined, { signal }).catch(() => undefined);
  }

  async #append(batch: readonly CommittedTransaction[]): Promise<void> {
    const entries = batch.map((transaction) => entryOf(transaction, this.#chaincode));
    const { block, index } = batch.at(-1) as CommittedTransaction;
    await this.#store.append(
      entries.filter((entry) => entry !== undefined),
      { block, index },
    );
    this.#failure = undefined;
    const grown = this.#grown;
    this.#grown = [];
    for (const tell of grown) tell();
  }
}
