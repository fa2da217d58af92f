import { takeUp } from '../../outbox/background.js';
import type { Background } from '../../outbox/requests.js';
import { createLimit } from '../../storage/limit.js';
import { timePart } from '../../storage/random.js';
import { checkFile } from './check.js';
import { expiryOf, isLive, type JobRecord } from './record.js';
import { Runner, type RunnerParts } from './runner.js';

/** Each holds a batch of 10,000 certificates: two keep the ledger busy while one is being sealed. */
const AT_ONCE = 2;

type WorkParts = Omit<RunnerParts, 'limited'>;

/** The background work on uploads: reading files, carrying rows out, deleting what is no longer needed. */
export class UploadWork {
  readonly #with: WorkParts;
  readonly #runner: Runner;
  readonly #since: string;
  readonly #stop = new AbortController();
  readonly #limited = createLimit(AT_ONCE);
  readonly #working = new Map<string, Promise<void>>();
  readonly #read = new Map<string, number>();
  readonly #cancelled = new Map<string, AbortController>();

  constructor(workParts: WorkParts) {
    this.#with = workParts;
    this.#since = timePart(workParts.parts.now());
    this.#runner = new Runner({ ...workParts, limited: this.#limited });
  }

  /** How many rows of a file were read so far. */
  rowsRead(id: string): number {
    return this.#read.get(id) ?? 0;
  }

  /** Does what a job's state asks for; what is at work on it already ends first. */
  take(job: JobRecord): void {
    const { store, failed } = this.#with;
    this.#cancelled.get(job.id)?.abort();
    if (this.#stop.signal.aborted) return;
    const before = this.#working.get(job.id) ?? Promise.resolve();
    const work = before
      .then(() => this.#do(job))
      // It stands as it is kept: the next start takes it up again.
      .catch((failure: unknown) => {
        const isEnded = this.#stop.signal.aborted || store.find(job)?.state === 'cancelled';
        if (!isEnded) failed(job, failure);
      })
      .finally(() => {
        if (this.#working.get(job.id) === work) this.#working.delete(job.id);
      });
    this.#working.set(job.id, work);
  }

  /** Takes up what an earlier stop left unfinished. */
  background(after: Promise<void>): Background {
    return takeUp(
      after,
      () => this.#resume(),
      this.#stop,
      () => this.#working.values(),
    );
  }

  async #resume(): Promise<void> {
    const { store, parts } = this.#with;
    const kept = new Set<string>();
    for await (const record of store.all()) {
      if (this.#stop.signal.aborted) return;
      if (expiryOf(record) < parts.now()) await store.remove(record);
      else {
        if (record.state !== 'cancelled') kept.add(record.id);
        if (isLive(record)) this.take(record);
      }
    }
    // Files that broke off, and what was cancelled; not what comes in since this start.
    for (const id of await store.idsOfParts()) {
      if (!kept.has(id) && id < this.#since) await store.removeParts(id);
    }
  }

  async #do(job: JobRecord): Promise<void> {
    const { store } = this.#with;
    const record = store.find(job);
    if (record === undefined || this.#stop.signal.aborted) return;
    if (record.state === 'checking') await this.#limited(() => this.#check(record));
    if (record.state === 'running') await this.#runner.run(record, this.#stop.signal);
    if (record.state === 'cancelled') await store.removeParts(record.id);
  }

  async #check(record: JobRecord): Promise<void> {
    const { parts, store, turns, entries } = this.#with;
    const cancelled = new AbortController();
    this.#cancelled.set(record.id, cancelled);
    const signal = AbortSignal.any([cancelled.signal, this.#stop.signal]);
    try {
      const onRow = (rows: number): void => void this.#read.set(record.id, rows);
      const options = { signal, onRow };
      const { findings, counts, chunks, isReadable } =
        record.kind === 'publish'
          ? await entries.check(store, record, options)
          : await checkFile(parts, store, record, options);
      const kept = store.findings(record, findings);
      await kept.durable;
      await turns.of(record.id, async () => {
        if (store.find(record)?.state !== 'checking') return;
        const state = isReadable ? 'checked' : 'unreadable';
        const forgotten = isReadable ? [] : [store.forgotten(record)];
        const changes = [kept.put, ...store.put({ ...record, state, counts, chunks }), ...forgotten];
        await store.write([...changes, ...store.withoutPieces(record)]);
      });
    } finally {
      this.#read.delete(record.id);
      this.#cancelled.delete(record.id);
    }
  }
}
