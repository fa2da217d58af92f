import type { BatchView, RunRecord } from '../../domain/index.js';
import { keyPrefixes, schemas, splitKey } from '../../domain/index.js';
import { read } from '../operation.js';
import { batchRecordOf } from './records.js';

/** A batch and those of its runs that stand: what a resumed job still has to send. */
export const getBatch = read('license:getBatch', schemas.getBatch, async ({ state }, { batch: id }) => {
  const record = await batchRecordOf(state, id);
  const found = await state.list<RunRecord>(keyPrefixes.run, id);
  const runs = found.map(({ key, record: run }) => ({ start: Number(splitKey(key).at(-1)), ...run }));
  return { v: 1, record, runs } satisfies BatchView;
});
