import type { PublicationAnswer } from '../../domain/index.js';
import { publicationOf, schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { ruleSetsOf } from '../rules.js';
import { entryOf } from './records.js';

/** Whether an entry is published at an instant, and by which rule. */
export const publishableAt = read('credit:publishableAt', schemas.publishableAt, async (ctx, request) => {
  const { subject, entry, at = ctx.txTime } = request;
  const record = await entryOf(ctx.state, request);
  const publication = publicationOf(record, await ruleSetsOf(ctx.state, 'credit-publication'), at);
  return { v: 1, subject, entry, at, publication } satisfies PublicationAnswer;
});
