import type { Logger } from 'pino';
import type { Callers } from '../callers/callers.js';
import type { Feed } from '../feed/feed.js';
import type { Jobs } from '../outbox/jobs.js';
import type { Background } from '../outbox/requests.js';
import type { Closing } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { entryWork } from './credit/files/index.js';
import type { LicenseParts } from './licenses/parts.js';
import type { ByOfficers } from './loans/by-officers.js';
import { Reseals } from './reseals/reseals.js';
import { Tasks } from './tasks/tasks.js';
import { Uploads } from './uploads/uploads.js';
import { WriteJobs } from './write-jobs.js';

/** What goes on after its request was answered: tasks that wait for a second person, certificates by the file,
 * and batches sealed anew. */
export function openBackground(
  parts: LicenseParts,
  {
    callers,
    writer,
    feed,
    jobs,
    leftOver,
    loans,
    logger,
  }: {
    readonly callers: Callers;
    readonly writer: GroupWriter;
    readonly feed: Feed;
    readonly jobs: Jobs;
    /** The requests an earlier stop left: tasks and files build on what became of them. */
    readonly leftOver: Background;
    readonly loans: ByOfficers;
    readonly logger: Pick<Logger, 'error'>;
  },
  closing: Closing,
): {
  readonly tasks: Tasks;
  readonly uploads: Uploads;
  readonly reseals: Reseals;
  /** Settles when what an earlier stop left unfinished was tried again. */
  readonly resumed: Promise<void>;
} {
  const reseals = new Reseals({ parts, callers, writer, feed });
  const tasks = new Tasks({ ...parts, reseals, loans }, callers, writer, feed);
  const writes = new WriteJobs(jobs, parts.requests, callers);
  const entries = entryWork({ ...parts, writer });
  const uploads = new Uploads(parts, { callers, writer, tasks, feed, writes, entries, logger });
  const decided = closing.add(tasks.background(leftOver.resumed));
  const uploaded = closing.add(uploads.background(decided.resumed));
  const { resumed } = closing.add(reseals.background(uploaded.resumed));
  return { tasks, uploads, reseals, resumed };
}
