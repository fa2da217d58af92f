import type { StopDutiesAnswer } from '../../domain/index.js';
import { schemas, stopDutiesAt } from '../../domain/index.js';
import { read } from '../operation.js';
import { stopDutiesOf } from './acknowledge-stop.js';

/** Who still has to stop using a repaired entry, by number, and how many are overdue at an instant. */
export const stopDuties = read('credit:stopDuties', schemas.getStopDuties, async (ctx, request) => {
  const { subject, entry, at = ctx.txTime } = request;
  const record = await stopDutiesOf(ctx.state, request);
  return { v: 1, subject, entry, record, ...stopDutiesAt(record, at) } satisfies StopDutiesAnswer;
});
