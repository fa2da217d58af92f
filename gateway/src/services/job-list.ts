import type { AnyJobAnswer, JobQuery } from '@hanlian/chaincode/domain';
import { pageThrough } from './pages.js';
import type { Page } from './types.js';

/** A job in its department's list. */
export interface Listed extends Pick<AnyJobAnswer, 'kind' | 'state'> {
  /** The time it was begun and its id: in their order. */
  readonly place: string;
  answer(): AnyJobAnswer | Promise<AnyJobAnswer>;
}

/** One page of two lists, each with the newest first, as one. */
export const pageOfJobs = (
  uploads: AsyncIterable<Listed>,
  writes: readonly Listed[],
  { kind, state, limit, cursor }: JobQuery,
): Promise<Page<AnyJobAnswer>> =>
  pageThrough(
    merged(uploads, writes, cursor),
    { limit },
    ({ place }) => place,
    (job) =>
      (kind ?? job.kind) === job.kind && (state ?? job.state) === job.state ? job.answer() : undefined,
  );

async function* merged(
  uploads: AsyncIterable<Listed>,
  writes: readonly Listed[],
  before = '\u007f',
): AsyncGenerator<Listed> {
  const left = writes.filter(({ place }) => place < before);
  for await (const upload of uploads) {
    while (left[0] !== undefined && left[0].place > upload.place) yield left.shift() as Listed;
    yield upload;
  }
  yield* left;
}
