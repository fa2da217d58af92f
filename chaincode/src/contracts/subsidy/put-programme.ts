import type { Programme } from '../../domain/index.js';
import {
  HanlianError,
  keys,
  requireActor,
  requireNoOverlap,
  requirePeriodsApart,
  schemas,
} from '../../domain/index.js';
import { creatorsDepartment, departmentInCharge, departmentOf } from '../authority.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, written } from '../registry/record.js';
import { editionsOf } from './programmes.js';

/** A finance office makes a programme, or its next edition. Once in force it is not rewritten: money was paid by it. */
export const putProgramme = write('subsidy:putProgramme', schemas.putProgramme, async (ctx, request) => {
  const { state, txTime } = ctx;
  const own = await creatorsDepartment(ctx);
  const { kind } = await departmentOf(state, own);
  if (kind !== 'finance') {
    throw new HanlianError('NOT_FINANCE_OFFICE', `${own} is a ${kind}`, { received: kind });
  }
  const key = keys.programme(request.id, request.since);
  const last = await readForChange<Programme>(ctx, key, request);
  if (last !== undefined && last.since <= txTime) {
    throw new HanlianError('RECORD_FINAL', `${request.id} has been in force since ${last.since}`, {
      field: 'since',
      received: request.since,
    });
  }
  const others = (await editionsOf(state, request.id)).filter(({ since }) => since !== request.since);
  const office = last?.office ?? others[0]?.office ?? own;
  requireActor(own, office, await departmentInCharge(state, office, txTime));
  requireNoOverlap(request.since, others, txTime);
  requirePeriodsApart(request, others);
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), office });
  await state.put(key, record);
  return written(key, record);
});
