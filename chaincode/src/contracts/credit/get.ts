import type { EntryView } from '../../domain/index.js';
import { entryRevision, isLegacySubject, publicationOf, requireShown, schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { ruleSetsOf } from '../rules.js';
import { seesUnpublished } from './authority.js';
import { entryOf } from './records.js';

/** An entry's record with its history. One that is not published is told to who handles it, and to auditors. */
export const get = read('credit:get', schemas.getEntry, async (ctx, { subject, entry }) => {
  const record = await entryOf(ctx.state, { subject, entry });
  if (!(await seesUnpublished(ctx, record.source))) {
    requireShown(publicationOf(record, await ruleSetsOf(ctx.state, 'credit-publication'), ctx.txTime));
  }
  return {
    v: 1,
    subject,
    entry,
    legacy: isLegacySubject(subject),
    revision: entryRevision(record),
    record,
  } satisfies EntryView;
});
