import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';

const PREFIX = 'jrn~';
const DIGITS = 12;
const keyOf = (block: number): string => PREFIX + String(block).padStart(DIGITS, '0');

/**
 * When this hub first saw each block. Primary data: nothing can rebuild it. Times never run backwards, even when the
 * clock does, so that a date names one height.
 */
export class Journal {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #clock: () => number;
  #last: { block: number; at: number };

  private constructor(
    store: Store,
    writer: GroupWriter,
    clock: () => number,
    last: { block: number; at: number },
  ) {
    this.#store = store;
    this.#writer = writer;
    this.#clock = clock;
    this.#last = last;
  }

  static async open(store: Store, writer: GroupWriter, clock: () => number): Promise<Journal> {
    const [entry] = await store
      .iterator({ gte: PREFIX, lt: `${PREFIX}\uffff`, reverse: true, limit: 1 })
      .all();
    const last =
      entry === undefined
        ? { block: -1, at: 0 }
        : { block: blockOf(entry[0]), at: Number(entry[1].toString()) };
    return new Journal(store, writer, clock, last);
  }

  /** Notes blocks seen now; on disk when this returns. Blocks noted before keep their time. */
  async note(blocks: Iterable<number>): Promise<void> {
    const changes: Change[] = [];
    for (const block of blocks) {
      if (block <= this.#last.block) continue;
      this.#last = { block, at: Math.max(this.#last.at, this.#clock()) };
      changes.push({ type: 'put', key: keyOf(block), value: Buffer.from(String(this.#last.at)) });
    }
    if (changes.length > 0) await this.#writer.write(changes);
  }

  /** The same for every block up to this one: commands carry the index on while no hub runs, and note nothing. */
  async noteUpTo(block: number): Promise<void> {
    const next = this.#last.block + 1;
    await this.note(Array.from({ length: Math.max(0, block + 1 - next) }, (_, i) => next + i));
  }

  /** Milliseconds since 1970 at which the block was first seen. */
  firstSeen(block: number): number | undefined {
    const value = this.#store.getSync(keyOf(block));
    return value && Number(value.toString());
  }

  /** The last block seen at or before an instant in milliseconds; -1 when there was none. */
  async heightAt(instant: number): Promise<number> {
    let low = -1;
    let high = this.#last.block;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const found = await this.#atOrBelow(middle);
      if (found !== undefined && found.at > instant) high = found.block - 1;
      else low = middle;
    }
    return low < 0 ? -1 : ((await this.#atOrBelow(low))?.block ?? -1);
  }

  async #atOrBelow(block: number): Promise<{ block: number; at: number } | undefined> {
    const [entry] = await this.#store
      .iterator({ gte: PREFIX, lte: keyOf(block), reverse: true, limit: 1 })
      .all();
    return entry && { block: blockOf(entry[0]), at: Number(entry[1].toString()) };
  }
}

const blockOf = (key: string): number => Number(key.slice(PREFIX.length));
