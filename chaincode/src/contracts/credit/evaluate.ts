import type { Evaluation } from '../../domain/index.js';
import { HanlianError, keys, requireImpersonal, schemas } from '../../domain/index.js';
import { alreadyApplied } from '../change.js';
import { write } from '../operation.js';
import { nextRecord, written } from '../registry/record.js';
import { requireCreditOffice } from './authority.js';
import { told } from './records.js';
import { gradeFor } from './sets.js';

/** 信用评价: the grade of an instant, now or past, with the roots over exactly the entries that gave it. */
export const evaluate = write('credit:evaluate', schemas.evaluate, async (ctx, request) => {
  const { subject, person, intent, at = ctx.txTime } = request;
  requireImpersonal(person, 'person');
  if (at > ctx.txTime) {
    throw new HanlianError('DECIDED_IN_FUTURE', 'Nothing is evaluated ahead', {
      field: 'at',
      expected: ctx.txTime,
      received: at,
    });
  }
  const office = await requireCreditOffice(ctx);
  const key = keys.evaluation(subject, at);
  const standing = await ctx.state.get<Evaluation>(key);
  // An instant has one grade, whoever asks for it again.
  if (standing !== undefined) throw alreadyApplied(standing.tx);
  const { grade, score, model, version, inputs } = await gradeFor(ctx.state, subject, at);
  const record: Evaluation = nextRecord(ctx, intent, undefined, {
    at,
    grade,
    score,
    model,
    version,
    inputs,
    office,
    person,
  });
  await ctx.state.put(key, record);
  return { ...written(key, record), event: told(record) };
});
