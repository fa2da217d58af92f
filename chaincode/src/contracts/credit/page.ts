import type { CreditEntry, EntriesPage } from '../../domain/index.js';
import { keyPrefixes, schemas, splitKey } from '../../domain/index.js';
import { read } from '../operation.js';

/** The entries of one enterprise under one code, page by page, in order of id. */
export const page = read('credit:page', schemas.pageEntries, async ({ state }, request) => {
  const { subject, limit, cursor } = request;
  const { found, cursor: next } = await state.page<CreditEntry>([keyPrefixes.entry, subject], {
    limit,
    cursor,
  });
  const items = found.map(({ key, record }) => ({ subject, entry: splitKey(key)[2] as string, record }));
  return { v: 1, items, ...(next !== undefined && { cursor: next }) } satisfies EntriesPage;
});
