import type { EntryView } from '../../domain/index.js';
import { entryRevision, HanlianError, isLegacySubject, schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { seesWithdrawn } from './authority.js';
import { entryOf } from './records.js';

const WITHDRAWN = { repaired: 'ENTRY_REPAIRED', annulled: 'ENTRY_ANNULLED' } as const;

/** An entry's record with its history. One that is no longer used is told to who handles it, and to auditors. */
export const get = read('credit:get', schemas.getEntry, async (ctx, { subject, entry }) => {
  const record = await entryOf(ctx.state, { subject, entry });
  const { state } = record;
  if ((state === 'repaired' || state === 'annulled') && !(await seesWithdrawn(ctx, record.source))) {
    throw new HanlianError(WITHDRAWN[state], `The entry is ${state}`, { received: entry });
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
