import { HanlianError } from '@hanlian/chaincode/domain';
import { CHUNK_ROWS, type Findings, type JobRecord, type KeptRow } from './record.js';
import type { UploadStore } from './store.js';

/** 100,000 rows make ten batches. */
const MOST_ROWS = 100_000;

/** What reading a file came to. */
export interface Checked {
  readonly findings: Findings;
  readonly counts: JobRecord['counts'];
  readonly chunks: number;
  /** Whether the file as a whole can be used. */
  readonly isReadable: boolean;
}

/** What reading a file came to that cannot be used. */
export const unusable = (findings: Findings): Checked => ({
  findings,
  counts: { rows: 0, good: 0, rejected: 0, done: 0 },
  chunks: 0,
  isReadable: false,
});

export interface CheckOptions {
  readonly signal: AbortSignal;
  /** Told of every row. */
  readonly onRow: (rows: number) => void;
}

/** Keeps the rows of a file in chunks as they are read. */
export class RowKeeper {
  readonly #store: UploadStore;
  readonly #record: JobRecord;
  #rows = 0;
  #rejected = 0;
  #chunks = 0;
  #chunk: KeptRow[] = [];

  constructor(store: UploadStore, record: JobRecord) {
    this.#store = store;
    this.#record = record;
  }

  get rows(): number {
    return this.#rows;
  }

  /** @throws {HanlianError} UPLOAD_TOO_LARGE */
  async keep(row: KeptRow): Promise<void> {
    this.#rows += 1;
    if (this.#rows > MOST_ROWS) {
      throw new HanlianError('UPLOAD_TOO_LARGE', `The file has over ${MOST_ROWS} rows`, {
        expected: MOST_ROWS,
      });
    }
    if (row.errors.length > 0) this.#rejected += 1;
    this.#chunk.push(row);
    if (this.#chunk.length === CHUNK_ROWS) await this.#flush();
  }

  /** @throws {HanlianError} UPLOAD_EMPTY */
  async end(findings: Findings): Promise<Checked> {
    if (this.#rows === 0) throw new HanlianError('UPLOAD_EMPTY', 'The file has no row');
    if (this.#chunk.length > 0) await this.#flush();
    const counts = {
      rows: this.#rows,
      good: this.#rows - this.#rejected,
      rejected: this.#rejected,
      done: 0,
    };
    return { findings, counts, chunks: this.#chunks, isReadable: true };
  }

  async #flush(): Promise<void> {
    await this.#store.keepChunk(this.#record, this.#chunks, this.#chunk);
    this.#chunks += 1;
    this.#chunk = [];
  }
}
