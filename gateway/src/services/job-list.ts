import type { AnyJobAnswer, JobQuery } from '@hanlian/chaincode/domain';
import { LOOKED_THROUGH } from './pages.js';
import type { Page } from './types.js';

/** A job in its department's list. */
export interface Listed extends Pick<AnyJobAnswer, 'kind' | 'state'> {
  /** The time it was begun and its id: in their order. */
  readonly place: string;
  answer(): AnyJobAnswer | Promise<AnyJobAnswer>;
}

/** One page of two lists, each with the newest first, as one. */
export async function pageOfJobs(
  uploads: AsyncIterable<Listed>,
  writes: readonly Listed[],
  { kind, state, limit, cursor }: JobQuery,
): Promise<Page<AnyJobAnswer>> {
  const items: AnyJobAnswer[] = [];
  let looked = 0;
  let next = '';
  for await (const job of merged(uploads, writes, cursor)) {
    if (items.length === limit || looked === LOOKED_THROUGH) return { items, next };
    looked += 1;
    next = job.place;
    if ((kind ?? job.kind) === job.kind && (state ?? job.state) === job.state) items.push(await job.answer());
  }
  return { items };
}

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
