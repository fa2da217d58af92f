import { StoredState } from './state.js';
import type { Store } from './store.js';

interface Shared {
  readonly state: StoredState;
  readonly release: () => Promise<void>;
  users: number;
  current: boolean;
}

/** Snapshots of the newest height, shared by all simulations that begin at it. */
export class Snapshots {
  readonly #store: Store;
  #newest: Shared | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Runs work over the newest committed state, which does not move under it. */
  async use<T>(work: (state: StoredState) => Promise<T>): Promise<T> {
    const shared = (this.#newest ??= this.#take());
    shared.users++;
    try {
      return await work(shared.state);
    } finally {
      shared.users--;
      await releaseUnused(shared);
    }
  }

  /** A block was committed: simulations from now on see it. */
  async advance(): Promise<void> {
    const old = this.#newest;
    this.#newest = undefined;
    if (!old) return;
    old.current = false;
    await releaseUnused(old);
  }

  #take(): Shared {
    const { reader, release } = this.#store.snapshot();
    return { state: new StoredState(reader), release, users: 0, current: true };
  }
}

async function releaseUnused(shared: Shared): Promise<void> {
  if (!shared.current && shared.users === 0) await shared.release();
}
