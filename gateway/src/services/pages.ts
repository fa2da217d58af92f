import { HanlianError, rangeOf, type PageQuery } from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import { parseRow } from './registry-view.js';
import type { Page } from './shapes.js';

/** So many records a page looks through at most: a filter few pass must not hold the hub up. */
export const LOOKED_THROUGH = 2000;

export const unknownCursor = (): HanlianError =>
  new HanlianError('FIELD_INVALID', 'The cursor is none this list gave', { field: 'cursor' });

/** How many items a page has, and how many are looked through for them. */
export interface Extent {
  readonly limit: number;
  readonly lookedThrough?: number;
}

/**
 * A page of what `view` makes of each that is found; nothing, where it makes nothing. A page may be short and still have a
 * `next`: the place of the one that was looked at last.
 */
export async function pageThrough<Found, Item>(
  found: AsyncIterable<Found>,
  { limit, lookedThrough = LOOKED_THROUGH }: Extent,
  placeOf: (one: Found) => string,
  view: (one: Found) => Item | undefined | Promise<Item | undefined>,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let looked = 0;
  let next = '';
  for await (const one of found) {
    if (items.length === limit || looked === lookedThrough) return { items, next };
    looked += 1;
    next = placeOf(one);
    const item = await view(one);
    if (item !== undefined) items.push(item);
  }
  return { items };
}

/**
 * A page of the records whose keys begin with `under`, in the order of their keys. A cursor is the rest of the key that was
 * looked at last.
 *
 * @throws {HanlianError} FIELD_INVALID for a cursor at which no record stands
 */
export function pageUnder<Item>(
  model: Pick<ReadModel, 'get' | 'rows'>,
  under: readonly string[],
  { limit, cursor }: PageQuery,
  view: (record: unknown, key: string) => Item | undefined,
): Promise<Page<Item>> {
  const { start, end } = rangeOf(...under);
  if (cursor !== undefined && model.get(start + cursor) === undefined) throw unknownCursor();
  const from = cursor === undefined ? start : `${start}${cursor}\u0000`;
  return pageThrough(
    model.rows(from, end),
    { limit },
    ({ key }) => key.slice(start.length),
    ({ key, row }) => view(parseRow(row), key),
  );
}
