import type { LoanProduct } from '../../domain/index.js';
import { HanlianError, keys, schemas } from '../../domain/index.js';
import { creatorsDepartment, departmentOf } from '../authority.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, requirePeriod, written } from '../registry/record.js';

const requireRange = (least: bigint, most: bigint, field: string): void => {
  if (least <= most) return;
  throw new HanlianError('FIELD_INVALID', `${field} ends before it begins`, {
    field,
    expected: String(least),
    received: String(most),
  });
};

/** A bank says what it offers. */
export const putProduct = write('loan:putProduct', schemas.putProduct, async (ctx, request) => {
  requirePeriod(request);
  requireRange(BigInt(request.least), BigInt(request.most), 'most');
  requireRange(BigInt(request.months.least), BigInt(request.months.most), 'months.most');
  const bank = await creatorsDepartment(ctx);
  const { kind } = await departmentOf(ctx.state, bank);
  if (kind !== 'bank') throw new HanlianError('NOT_A_BANK', `${bank} is a ${kind}`, { received: kind });
  const key = keys.product(bank, request.id);
  const last = await readForChange<LoanProduct>(ctx, key, request);
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), bank });
  await ctx.state.put(key, record);
  return written(key, record);
});
