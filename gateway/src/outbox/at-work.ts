import type { JsonValue } from '@hanlian/chaincode/domain';
import type { Store } from '../storage/store.js';
import { find, type Entry } from './entries.js';
import type { Outcome } from './outcome.js';
import { Watchers } from './watchers.js';

/** A request at work, or whose outcome is not on disk yet. */
export interface Running {
  readonly bodyDigest: string;
  readonly job: string | undefined;
  /** Present where the caller signs with a key of its own, and so is not kept waiting. */
  readonly held?: Promise<JsonValue>;
  /** Set once the answer went out, until it is on disk too. */
  readonly outcome?: Outcome;
  /** Settles when it is. */
  readonly written?: Promise<void>;
}

/** The requests at work, beside those that stand in the store: what is known of either. */
export class AtWork {
  readonly #store: Store;
  readonly #running = new Map<string, Running>();
  /** Requests whose answer nobody waits for any more: what becomes of them is told. */
  readonly #outlived = new Set<string>();
  /** Who waits for what becomes of a request, however often it is taken up until then. */
  readonly #conclusions = new Watchers();

  constructor(store: Store) {
    this.#store = store;
  }

  get(name: string): Running | undefined {
    return this.#running.get(name);
  }

  set(name: string, running: Running): void {
    this.#running.set(name, running);
  }

  /** Its outcome is on disk, or never will be: the store speaks for it from now on. */
  end(name: string): void {
    this.#running.delete(name);
    this.#conclusions.tell(name);
  }

  outlive(name: string): void {
    this.#outlived.add(name);
  }

  /** Whether it outlived its request; told once. */
  takeOutlived(name: string): boolean {
    return this.#outlived.delete(name);
  }

  /** Lets the key go again when its request came to no outcome. */
  async released<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.#running.get(name)?.outcome === undefined) this.#running.delete(name);
      this.#outlived.delete(name);
      throw error;
    }
  }

  /** A request as it is on disk. */
  find(name: string): Entry | undefined {
    return find(this.#store, name);
  }

  /** Known a moment before it is on disk. */
  outcome(name: string): Outcome | undefined {
    const running = this.#running.get(name);
    return running === undefined ? this.find(name)?.outcome : running.outcome;
  }

  /** Settles once an outcome is on disk, or nobody wants to know any more. */
  async concluded(name: string, signal: AbortSignal): Promise<void> {
    if (this.find(name)?.outcome === undefined) await this.#conclusions.wait(name, signal);
  }
}
