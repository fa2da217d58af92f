import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import { decode, entriesRange, unheld } from './entries.js';
import type { Jobs } from './jobs.js';

const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

interface SweepParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly jobs: Jobs;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Forgets the requests that came to an outcome and are older than 30 days, with what was kept of them. */
export async function sweep({ store, writer, jobs, clock }: SweepParts, signal: AbortSignal): Promise<void> {
  const before = clock() - KEPT_FOR;
  for await (const [key, value] of store.iterator(entriesRange)) {
    if (signal.aborted) return;
    const entry = decode(value);
    if (entry.outcome === undefined || entry.at >= before) continue;
    const left = entry.isKept ? jobs.removal(jobs.get(entry.job ?? '')) : [];
    await writer.write([{ type: 'del', key }, ...left, ...unheld(entry)]);
  }
}
