import type { StatusListRecord } from '../../domain/index.js';
import { CLOCK_TOLERANCE, HanlianError, keys, requireOwnMsp, schemas } from '../../domain/index.js';
import { departmentOf } from '../authority.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, written } from './record.js';

/** A list tells of now: none goes back behind the last, and none is made ahead. */
function requireInOrder(last: number | undefined, from: number, txTime: number): void {
  if (from > txTime + CLOCK_TOLERANCE) throw outOfOrder('Nothing is published ahead', txTime, from);
  if (last !== undefined && from < last) throw outOfOrder('A newer list was published', last, from);
}

const outOfOrder = (message: string, expected: number, received: number): HanlianError =>
  new HanlianError('FIELD_INVALID', message, { field: 'from', expected, received });

/** Logs the status list a department's hub publishes. The department's seal stands on the list itself. */
export const putStatusList = write('registry:putStatusList', schemas.putStatusList, async (ctx, request) => {
  requireOwnMsp(ctx.creator, await departmentOf(ctx.state, request.department));
  const key = keys.statusList(request.department, request.list);
  const last = await readForChange<StatusListRecord>(ctx, key, request);
  requireInOrder(last?.from, request.from, ctx.txTime);
  const record = nextRecord(ctx, request.intent, last, factsOf(request));
  await ctx.state.put(key, record);
  return written(key, record);
});
