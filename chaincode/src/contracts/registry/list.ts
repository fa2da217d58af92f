import type { RecordsPage, RegistryRecord } from '../../domain/index.js';
import { keyPrefixes, schemas } from '../../domain/index.js';
import { read } from '../operation.js';

/** The records of a kind, in order of their keys, page by page. */
export const list = read('registry:list', schemas.listRecords, async ({ state }, request) => {
  const { kind, under, limit, cursor } = request;
  const parts = under === undefined ? [keyPrefixes[kind]] : [keyPrefixes[kind], under];
  const { found, cursor: next } = await state.page<RegistryRecord>(parts, { limit, cursor });
  const records = found.map(({ record }) => record);
  return { v: 1, records, ...(next !== undefined && { cursor: next }) } satisfies RecordsPage;
});
