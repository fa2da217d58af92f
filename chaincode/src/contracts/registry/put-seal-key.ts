import type { SealKey } from '../../domain/index.js';
import { HanlianError, keys, schemas } from '../../domain/index.js';
import { departmentOf } from '../authority.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, requirePeriod, written } from './record.js';

/** A compromise once reported stands: it may be found to lie further back, never to be gone or later. */
function requireCompromiseKept(before: number | undefined, now: number | undefined): void {
  if (before === undefined || (now !== undefined && now <= before)) return;
  throw new HanlianError('RECORD_FINAL', `The key was reported as compromised since ${before}`, {
    field: 'compromisedSince',
    expected: before,
    received: now ?? null,
  });
}

/** What a key seals in is a fact about the key, and a record of one suite never becomes one of the other. */
function requireSuiteKept(last: SealKey | undefined, suite: SealKey['suite']): void {
  if (last === undefined || last.suite === suite) return;
  throw new HanlianError('RECORD_FINAL', 'The key is registered for another suite', {
    field: 'suite',
    expected: last.suite ?? null,
    received: suite ?? null,
  });
}

export const putSealKey = write('registry:putSealKey', schemas.putSealKey, async (ctx, request) => {
  requirePeriod(request);
  await departmentOf(ctx.state, request.department);
  const key = keys.sealKey(request.department, request.key);
  const last = await readForChange<SealKey>(ctx, key, request);
  requireSuiteKept(last, request.suite);
  requireCompromiseKept(last?.compromisedSince, request.compromisedSince);
  const record = nextRecord(ctx, request.intent, last, factsOf(request));
  await ctx.state.put(key, record);
  return written(key, record);
});
