import { createHash } from 'node:crypto';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';

const PREFIX = 'jti~';
/** How many entries that have run out each new one takes with it. */
const SWEPT_AT_ONCE = 4;

/** Which tokens have been used, until they run out: each opens the door once, over restarts too. */
export class UsedTokens {
  readonly #writer: GroupWriter;
  readonly #now: () => number;
  /** By key, in the order of use; the value is the second until which it must be remembered. */
  readonly #until: Map<string, number>;

  private constructor(writer: GroupWriter, now: () => number, until: Map<string, number>) {
    this.#writer = writer;
    this.#now = now;
    this.#until = until;
  }

  static async open(store: Store, writer: GroupWriter, now: () => number): Promise<UsedTokens> {
    const until = new Map<string, number>();
    for await (const [key, value] of store.iterator({ gte: PREFIX, lt: `${PREFIX}\uffff` })) {
      until.set(key, Number(value.toString()));
    }
    return new UsedTokens(writer, now, until);
  }

  /** Uses a caller's token up: true for the first time only, and on disk before that is said. */
  async use(caller: string, id: string, until: number): Promise<boolean> {
    const key = PREFIX + createHash('sha256').update(`${caller}\n${id}`).digest('base64url');
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
