import type { EntriesAnswer } from '../../domain/index.js';
import { entryRevision, isLegacySubject, publicationOf, schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { ruleSetsOf } from '../rules.js';
import { setsOf } from './sets.js';

/**
 * Everything an enterprise's record holds, with the heads as they stand now, by which nothing is missing; and what of it is
 * published at an instant. Of predecessors, those by that instant.
 */
export const entriesOf = read('credit:entriesOf', schemas.entriesOf, async (ctx, request) => {
  const { subject, at = ctx.txTime } = request;
  const rules = await ruleSetsOf(ctx.state, 'credit-publication');
  const sets = (await setsOf(ctx.state, subject, at)).map(({ subject: code, head, entries }) => ({
    subject: code,
    legacy: isLegacySubject(code),
    head,
    entries: entries.map(({ entry, record }) => ({
      entry,
      revision: entryRevision(record),
      record,
      publication: publicationOf(record, rules, at),
    })),
  }));
  return { v: 1, at, sets } satisfies EntriesAnswer;
});
