import { createHash } from 'node:crypto';
import type { GroupWriter } from './group-writer.js';
import type { Change, Store } from './store.js';

/** How many entries that have run out each new one takes with it. */
const SWEPT_AT_ONCE = 4;

interface OnceParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** What may be shown once, until it runs out: tokens, presentations. What was used stays used over restarts. */
export class Once {
  readonly #prefix: string;
  readonly #writer: GroupWriter;
  readonly #now: () => number;
  /** By key, in the order of use; the value is the second until which it must be remembered. */
  readonly #until: Map<string, number>;

  private constructor(prefix: string, writer: GroupWriter, now: () => number, until: Map<string, number>) {
    this.#prefix = prefix;
    this.#writer = writer;
    this.#now = now;
    this.#until = until;
  }

  /** `prefix` is what its keys in the store begin with. */
  static async open(prefix: string, { store, writer, now }: OnceParts): Promise<Once> {
    const until = new Map<string, number>();
    for await (const [key, value] of store.iterator({ gte: prefix, lt: `${prefix}\uffff` })) {
      until.set(key, Number(value.toString()));
    }
    return new Once(prefix, writer, now, until);
  }

  /** Uses something of somebody's up: true for the first time only, and on disk before that is said. */
  async use(whose: string, id: string, until: number): Promise<boolean> {
    const key = this.#prefix + createHash('sha256').update(`${whose}\n${id}`).digest('base64url');
    if (this.#until.has(key)) return false;
    this.#until.set(key, until);
    await this.#writer.write([{ type: 'put', key, value: Buffer.from(String(until)) }, ...this.#sweep()]);
    return true;
  }

  #sweep(): Change[] {
    const now = this.#now();
    const old: Change[] = [];
    for (const [key, until] of this.#until) {
      if (until >= now || old.length === SWEPT_AT_ONCE) break;
      this.#until.delete(key);
      old.push({ type: 'del', key });
    }
    return old;
  }
}
