import { HanlianError, type LedgerView } from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import { Groups } from '../storage/groups.js';

const SECOND = 1000;

/** For so many seconds what was last known of the ledger counts while the peer does not answer. */
const MOST_STALE = 30;

/** How long one question may keep a release waiting. */
const PATIENCE_MS = 2 * SECOND;

interface ViewsParts {
  readonly model: ReadModel;
  readonly caughtUp: () => Promise<void>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * How new what this hub knows of the ledger is. Everybody who asks while one question is on its way to the peer waits
 * for the next, which begins after they came: no withdrawal committed before is missed.
 */
export class Views {
  readonly #parts: ViewsParts;
  readonly #looks = new Groups(async (asked: readonly undefined[]) => {
    await this.#ask();
    return asked;
  });
  /** When what is known now was asked for. */
  #at = 0;

  constructor(parts: ViewsParts) {
    this.#parts = parts;
  }

  /**
   * The newest view there is.
   *
   * @throws {HanlianError} LEDGER_VIEW_STALE when the ledger did not answer for longer than a view counts
   */
  async newest(): Promise<LedgerView> {
    await this.#looks.ask(undefined);
    if (this.#parts.now() - this.#at > MOST_STALE) {
      throw new HanlianError('LEDGER_VIEW_STALE', `The ledger has not answered for ${MOST_STALE} seconds`);
    }
    return this.last;
  }

  /** The newest there was. */
  get last(): LedgerView {
    return { height: this.#parts.model.position.block + 1, at: this.#at };
  }

  async #ask(): Promise<void> {
    const asked = this.#parts.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), PATIENCE_MS);
    });
    const reached = this.#parts.caughtUp().then(
      () => true,
      () => false,
    );
    if (await Promise.race([reached, late])) this.#at = asked;
    clearTimeout(timer);
  }
}
