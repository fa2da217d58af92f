import type { BatchRecord, LicenseWritten, Reseal } from '../../domain/index.js';
import {
  HanlianError,
  keys,
  presentSeal,
  requireImpersonal,
  resealedStatement,
  schemas,
  sealsOf,
} from '../../domain/index.js';
import { requireInCharge } from '../authority.js';
import { alreadyApplied, isLate } from '../change.js';
import { write } from '../operation.js';
import { typeOf } from '../types.js';
import { batchRecordOf } from './records.js';
import { requireCompromised } from './seal-keys.js';
import { requireSealedNow, requireSeals } from './seal.js';

/** Refuses an intent the batch has seen, and a seal that was to go and has gone. */
function requirePresent(
  batch: BatchRecord,
  { intent, replaces }: { intent: string; replaces: string },
): void {
  const applied = sealsOf(batch).find((seal) => seal.intent === intent);
  if (applied !== undefined) throw alreadyApplied(applied.tx);
  const { seal } = presentSeal(batch);
  if (seal === replaces) return;
  throw new HanlianError('STALE', 'Another seal has taken the place of the one named', {
    field: 'replaces',
    expected: seal,
    received: replaces,
  });
}

/** Seals a batch anew whose seal was made with a key that was stolen since. What its certificates say stays as it is. */
export const reseal = write('license:reseal', schemas.resealBatch, async (ctx, request) => {
  const { state, tx, txTime } = ctx;
  const { intent, batch: id, next } = request;
  requireImpersonal(next.basis.law, 'next.basis.law');
  requireImpersonal(next.person, 'next.person');
  const batch = await batchRecordOf(state, id);
  const { issuer, type: certificateType, count, root } = batch.statement;
  const department = await requireInCharge(ctx, issuer);
  requirePresent(batch, request);
  const present = presentSeal(batch);
  isLate(txTime, present.txTime);
  requireSealedNow(next.sealedAt, txTime);
  await requireCompromised(state, present);
  const statement = resealedStatement(batch.statement, next);
  await requireSeals(ctx, department, await typeOf(state, certificateType), { ...next, statement });
  const actor = department === issuer ? {} : { actor: department };
  const added: Reseal = { ...next, ...actor, txTime, intent, tx };
  await state.put(keys.batch(id), { ...batch, reseals: [...(batch.reseals ?? []), added] });
  return {
    answer: { v: 1, batch: id, count, tx } satisfies LicenseWritten,
    event: { count, batch: id, root, issuer, certificateType },
  };
});
