import { HanlianError } from '@hanlian/chaincode/domain';
import type { Store } from '../storage/store.js';
import type { PublishedLog } from './published.js';

const KEY = 'log-forks-accepted';

/** How many forks a person has looked into and accepted at this hub. */
const acceptedForks = (store: Store): number => Number(store.getSync(KEY)?.toString() ?? 0);

/** Notes a person's decision to go on after that many forks; on disk when this returns. */
export const acceptForks = (store: Store, count: number): Promise<void> =>
  store.batch([{ type: 'put', key: KEY, value: Buffer.from(String(count)) }], { sync: true });

/** Whether a fork stands on the ledger that nobody here has accepted. */
export class ForkGuard {
  readonly #store: Store;
  readonly #published: PublishedLog;

  constructor(store: Store, published: PublishedLog) {
    this.#store = store;
    this.#published = published;
  }

  get isHalted(): boolean {
    return this.unaccepted > 0;
  }

  get unaccepted(): number {
    const { forks = 0 } = this.#published.head() ?? {};
    return forks === 0 ? 0 : Math.max(0, forks - acceptedForks(this.#store));
  }

  /** @throws {HanlianError} LOG_HALTED */
  requireWhole(): void {
    const { unaccepted } = this;
    if (unaccepted === 0) return;
    throw new HanlianError(
      'LOG_HALTED',
      `${unaccepted} forks of the log stand on the ledger, not accepted here`,
      {
        received: unaccepted,
      },
    );
  }
}
