import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import { lookThrough, removal, unheld } from './entries.js';
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
  for await (const { name, entry, isOpen } of lookThrough(store)) {
    if (signal.aborted) return;
    if (isOpen || entry.at >= before) continue;
    const left = entry.isKept ? jobs.removal(jobs.get(entry.job ?? '')) : [];
    await writer.write([...removal(name), ...left, ...unheld(entry)]);
  }
}
