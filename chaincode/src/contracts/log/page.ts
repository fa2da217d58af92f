import type { CheckpointPage, CheckpointRecord } from '../../domain/index.js';
import { keys, schemas, splitKey } from '../../domain/index.js';
import { read } from '../operation.js';

/** The checkpoints published, smallest first, page by page. */
export const page = read('log:page', schemas.pageCheckpoints, async ({ state }, { limit, cursor }) => {
  const parts = splitKey(keys.checkpoint(0)).slice(0, -1);
  const { found, cursor: next } = await state.page<CheckpointRecord>(parts, { limit, cursor });
  const checkpoints = found.map(({ record }) => record);
  return { v: 1, checkpoints, ...(next !== undefined && { cursor: next }) } satisfies CheckpointPage;
});
