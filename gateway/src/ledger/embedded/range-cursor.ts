import type { RangeRead } from '../fabric-messages/index.js';
import { RangeSummary } from './range-summary.js';
import type { Entry } from './state.js';

// The peer hands range results to the chaincode a hundred at a time, and reads one further to know of more.
const BATCH_ROWS = 100;

export type Fetch = (start: string, limit: number) => Promise<Entry[]>;

/** Follows a range read: what it gave, and how far it came. */
export class RangeRecorder {
  readonly #startKey: string;
  readonly #endKey: string;
  readonly #summary = new RangeSummary();
  #lastKey = '';
  #exhausted = false;

  constructor(startKey: string, endKey: string) {
    this.#startKey = startKey;
    this.#endKey = endKey;
  }

  add({ key, version }: Entry): void {
    this.#summary.add({ key, version });
    this.#lastKey = key;
  }

  exhaust(): void {
    this.#exhausted = true;
  }

  finish(): RangeRead {
    return {
      startKey: this.#startKey,
      endKey: this.#exhausted ? this.#endKey : this.#lastKey,
      exhausted: this.#exhausted,
      results: this.#summary.finish(),
    };
  }
}

/** Reads a range in the peer's batches, so that what is recorded as read is what a peer records. */
export class RangeCursor {
  readonly #fetch: Fetch;
  readonly #recorder: RangeRecorder | undefined;
  #start: string;
  #left: number;
  #batch: Entry[] = [];
  #carried: Entry | undefined;
  #done = false;

  constructor(fetch: Fetch, start: string, maxResults: number, recorder?: RangeRecorder) {
    this.#fetch = fetch;
    this.#start = start;
    this.#left = maxResults;
    this.#recorder = recorder;
  }

  /** Reads the next batch; a peer reads the first as soon as the range is asked for. */
  async fill(): Promise<void> {
    const carried = this.#carried ? [this.#carried] : [];
    const wanted = Math.min(BATCH_ROWS + 1 - carried.length, this.#left);
    const entries = wanted > 0 ? await this.#fetch(this.#start, wanted) : [];
    this.#left -= entries.length;
    for (const entry of entries) this.#recorder?.add(entry);
    this.#batch = [...carried, ...entries];
    this.#carried = undefined;
    if (entries.length < wanted) this.#recorder?.exhaust();
    this.#done = entries.length < wanted || this.#left === 0;
    if (!this.#done) this.#carry();
  }

  #carry(): void {
    this.#carried = this.#batch.pop();
    this.#start = `${this.#carried?.key ?? ''}\0`;
  }

  async next(): Promise<Entry | undefined> {
    if (this.#batch.length === 0 && !this.#done) await this.fill();
    return this.#batch.shift();
  }
}
