import type { z } from 'zod';
import type {
  ActRequest,
  BatchRecord,
  CertificateType,
  LicenseRecord,
  LicenseReference,
  LicenseWritten,
  Operation,
  Transition,
} from '../../domain/index.js';
import { actStatementOf, judge, keys, requireImpersonal } from '../../domain/index.js';
import { requireInCharge } from '../authority.js';
import { alreadyApplied, isLate, stale } from '../change.js';
import type { TransactionContext } from '../context.js';
import type { Handler, Outcome } from '../operation.js';
import { write } from '../operation.js';
import { typeOf } from '../types.js';
import { licenseRecordOf, TRANSITIONS_IN_RECORD, transitionsOf } from './records.js';
import { requireTwoPeople } from './two-people.js';

/** What a transition keeps besides of its one operation. */
export type Particulars = Partial<Pick<Transition, 'u' | 'w' | 'g' | 'd' | 'r'>>;

/** What an act made: the record as it stands now, and who and what it was judged by. */
export interface Transited {
  readonly reference: LicenseReference;
  readonly before: LicenseRecord;
  readonly after: LicenseRecord;
  readonly type: CertificateType;
}

/** Refuses an intent the record has seen, and an act decided on another revision of it. */
async function requireUnapplied(
  ctx: TransactionContext,
  reference: LicenseReference,
  record: LicenseRecord,
  { intent, expectedRevision }: ActRequest,
): Promise<void> {
  const revision = record.r ?? 0;
  const applied = (await transitionsOf(ctx.state, reference, record)).find(({ n }) => n === intent);
  if (applied !== undefined) throw alreadyApplied(applied.x);
  if (revision !== expectedRevision) throw stale(expectedRevision, revision);
}

/** When the record was last written, by the claims of those who wrote it. */
async function lastWritten(ctx: TransactionContext, { b, h = [] }: LicenseRecord): Promise<number> {
  if (h.length > 0) return Math.max(...h.map(({ t }) => t));
  const batch = await ctx.state.get<BatchRecord>(keys.batch(b));
  return (batch as BatchRecord).txTime;
}

/** Adds a transition; the oldest moves to a key of its own when the record is full. */
async function append(
  { state }: TransactionContext,
  reference: LicenseReference,
  record: LicenseRecord,
  transition: Transition,
): Promise<LicenseRecord> {
  const transitions = [...(record.h ?? []), transition];
  const next = { ...record, s: transition.s, r: (record.r ?? 0) + 1 };
  if (transitions.length <= TRANSITIONS_IN_RECORD) return { ...next, h: transitions };
  const moved = record.z ?? 0;
  const key = keys.overflow(reference, moved);
  await state.get(key);
  await state.put(key, transitions[0] as Transition);
  return { ...next, h: transitions.slice(1), z: moved + 1 };
}

/** Judges an act and writes its transition. */
export async function transit(
  ctx: TransactionContext,
  operation: Operation,
  request: ActRequest,
  particulars: Particulars = {},
): Promise<Transited> {
  const { state, tx, txTime } = ctx;
  const { type: code, issuer, serial, version, effectiveAt, basis, person, twoPeople, intent } = request;
  const reference = { type: code, issuer, serial, version };
  requireImpersonal(basis.law, 'basis.law');
  requireImpersonal(person, 'person');
  const department = await requireInCharge(ctx, issuer);
  const before = await licenseRecordOf(state, reference);
  await requireUnapplied(ctx, reference, before, request);
  const type = await typeOf(state, code);
  const late = isLate(txTime, await lastWritten(ctx, before));
  const { renewalGraceDays } = type;
  const until = operation === 'suspend' ? particulars.u : undefined;
  const s = judge(before, before.h ?? [], { operation, effectiveAt, until }, { txTime, renewalGraceDays });
  const statement = actStatementOf(operation, request);
  await requireTwoPeople(ctx, type, department, { statement, person, twoPeople });
  const after = await append(ctx, reference, before, {
    o: operation,
    s,
    e: effectiveAt,
    t: txTime,
    n: intent,
    x: tx,
    l: basis.law,
    b: basis.digest,
    p: person,
    ...(twoPeople && { k: twoPeople.reviewer.officer }),
    ...particulars,
    ...(department !== issuer && { a: department }),
    ...(late && { y: 1 }),
  });
  await state.put(keys.license(reference), after);
  return { reference, before, after, type };
}

/** What a write on one license answers. */
export const outcomeOf = (
  { tx }: TransactionContext,
  { reference, after }: Transited,
  effectiveAt: number,
  batch: { readonly batch?: string; readonly root?: string } = {},
): Outcome => ({
  answer: {
    v: 1,
    count: 1,
    revision: after.r,
    state: after.s,
    tx,
    ...(batch.batch !== undefined && { batch: batch.batch }),
  } satisfies LicenseWritten,
  event: { count: 1, key: keys.license(reference), effectiveAt, ...batch },
});

/** An operation that adds one transition to one license. */
export const act = <Request extends ActRequest>(
  operation: Operation,
  schema: z.ZodType<Request>,
  particularsOf: (request: Request) => Particulars = () => ({}),
): Handler =>
  write(`license:${operation}`, schema, async (ctx, request) =>
    outcomeOf(ctx, await transit(ctx, operation, request, particularsOf(request)), request.effectiveAt),
  );
