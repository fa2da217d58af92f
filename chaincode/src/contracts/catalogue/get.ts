import type { CatalogueAnswer, CatalogueRecord } from '../../domain/index.js';
import { keyOfEntry, keys, schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { entryOf, unknownEntry } from './entries.js';

/** An entry as it stands, or as one of its revisions had it. */
export const get = read(
  'catalogue:get',
  schemas.getCatalogueEntry,
  async ({ state }, { entry, revision }) => {
    if (revision === undefined)
      return { v: 1, record: await entryOf(state, entry) } satisfies CatalogueAnswer;
    const record = await state.get<CatalogueRecord>(keys.catalogueRevision(keyOfEntry(entry), revision));
    if (record === undefined) throw unknownEntry(entry);
    return { v: 1, record } satisfies CatalogueAnswer;
  },
);
