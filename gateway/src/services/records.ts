import { rangeOf } from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import { parseRow } from './registry-view.js';

/** The record under a key as this hub knows the ledger, if there is one. */
export function recordAt(model: Pick<ReadModel, 'get'>, key: string): unknown {
  const row = model.get(key);
  return row && parseRow(row);
}

/** All records whose keys begin with these parts, in order of key. */
export async function recordsUnder<T>(
  model: Pick<ReadModel, 'range'>,
  ...under: readonly string[]
): Promise<T[]> {
  const { start, end } = rangeOf(...under);
  const rows = await model.range(start, end, Infinity);
  return rows.map(({ row }) => parseRow(row) as T);
}
