import type { FindingRecord } from '../../../domain/index.js';
import { HanlianError, keys, requireImpersonal, schemas } from '../../../domain/index.js';
import { requireInCharge } from '../../authority.js';
import { requireFresh } from '../../change.js';
import { write } from '../../operation.js';
import { nextRecord } from '../../registry/record.js';
import { writtenWithDigest } from '../told.js';
import { findingOf } from './records.js';

/** The department answers: before its deadline or after it, which the record shows. */
export const answerFinding = write('sharing:answerFinding', schemas.answerFinding, async (ctx, request) => {
  const { id, intent, reply, basis, person } = request;
  requireImpersonal(basis.law, 'basis.law');
  requireImpersonal(person, 'person');
  const finding = await findingOf(ctx.state, id);
  const by = await requireInCharge(ctx, finding.department);
  requireFresh(request, finding);
  if (finding.answers.length >= schemas.MOST_ANSWERS) {
    throw new HanlianError('FINDING_ANSWERS_FULL', `It was answered ${schemas.MOST_ANSWERS} times`, {
      expected: schemas.MOST_ANSWERS,
    });
  }
  const { tx, txTime } = ctx;
  const answers = [...finding.answers, { reply, basis, by, person, tx, txTime }];
  const record: FindingRecord = nextRecord(ctx, intent, finding, { ...finding, answers });
  const key = keys.finding(id);
  await ctx.state.put(key, record);
  return writtenWithDigest(key, record);
});
