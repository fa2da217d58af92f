import type { CatalogueKind, CatalogueRecord, Scope } from '../../domain/index.js';
import { HanlianError, requireImpersonal, requireRole, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { openEntries, writeEntries } from './entries.js';
import { Owners } from './owner.js';

/** Whoever may put an entry may take it out again, and nobody else. */
const PUT: Readonly<Record<CatalogueKind, Scope>> = {
  resource: 'catalogue:putResources',
  responsibility: 'catalogue:putResponsibilities',
  demand: 'catalogue:putDemands',
  negative: 'catalogue:putNegatives',
};

const ownerOf = (record: CatalogueRecord): string =>
  'provider' in record ? record.provider : record.department;

/** Takes entries out of catalogue or lists. They stay readable; put anew, they stand again. */
export const retire = write('catalogue:retire', schemas.retireEntries, async (ctx, { intent, entries }) => {
  const opened = await openEntries(ctx, intent, entries, ({ entry }) => entry);
  const owners = new Owners(ctx);
  for (const { facts, field, last, key } of opened) {
    requireRole(PUT[facts.entry.kind], ctx.creator);
    requireImpersonal(facts.reason, `${field}.reason`);
    // It expects a revision, so that there is a record.
    const record = last as CatalogueRecord;
    await owners.require(ownerOf(record));
    if (record.retired !== undefined) {
      throw new HanlianError('CATALOGUE_ENTRY_RETIRED', 'It is retired', { field, received: key });
    }
  }
  return writeEntries(ctx, intent, opened, ({ facts, last }) => ({
    ...last,
    retired: { at: ctx.txTime, reason: facts.reason },
  }));
});
