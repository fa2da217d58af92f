import { HanlianError, rangeOf, type PageQuery } from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import { parseRow } from './registry-view.js';
import type { Page } from './shapes.js';

/** So many records a page looks through at most: a filter few pass must not hold the hub up. */
export const LOOKED_THROUGH = 2000;

export const unknownCursor = (): HanlianError =>
  new HanlianError('FIELD_INVALID', 'The cursor is none this list gave', { field: 'cursor' });

/**
 * A page of the records whose keys begin with `under`, in the order of their keys: what `view` makes of each, and nothing
 * where it makes nothing. A page may be short and still have a `next`: the rest of the key that was looked at last.
 *
 * @throws {HanlianError} FIELD_INVALID for a cursor at which no record stands
 */
export async function pageUnder<Item>(
  model: Pick<ReadModel, 'get' | 'rows'>,
  under: readonly string[],
  { limit, cursor }: PageQuery,
  view: (record: unknown, key: string) => Item | undefined,
): Promise<Page<Item>> {
  const { start, end } = rangeOf(...under);
  if (cursor !== undefined && model.get(start + cursor) === undefined) throw unknownCursor();
  const from = cursor === undefined ? start : `${start}${cursor}\u0000`;
  const items: Item[] = [];
  let looked = 0;
  let next = '';
  for await (const { key, row } of model.rows(from, end)) {
    if (items.length === limit || looked === LOOKED_THROUGH) return { items, next };
    looked += 1;
    next = key.slice(start.length);
    const item = view(parseRow(row), key);
    if (item !== undefined) items.push(item);
  }
  return { items };
}
