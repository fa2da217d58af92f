import { HanlianError, rangeOf, type CertificateType, type Department } from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import { parseRow } from './registry-view.js';
import type { Page, PageQuery, Services } from './types.js';

/** Lists of what is registered, by code. A cursor is the last code of the page before. */
export const registryService = (model: ReadModel, caughtUp: () => Promise<void>): Services['registry'] => ({
  types: async (query) => {
    await caughtUp();
    return page<CertificateType>(model, 'type', query);
  },
  departments: async (query) => {
    await caughtUp();
    return page<Department>(model, 'dept', query);
  },
});

const CODE = /^[0-9A-Z]{18,21}$/;

async function page<T extends { code: string }>(
  model: ReadModel,
  kind: string,
  { limit, cursor }: PageQuery,
): Promise<Page<T>> {
  if (cursor !== undefined && !CODE.test(cursor)) {
    throw new HanlianError('FIELD_INVALID', 'The cursor is none this list gave', { field: 'cursor' });
  }
  const { start, end } = rangeOf(kind);
  const from = cursor === undefined ? start : `${start}${cursor}\u0000`;
  const rows = await model.range(from, end, limit + 1);
  const items = rows.slice(0, limit).map(({ row }) => parseRow(row) as T);
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last !== undefined && { next: last.code }) };
}
