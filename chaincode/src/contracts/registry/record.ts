import type { Written } from '../../domain/index.js';
import { HanlianError } from '../../domain/index.js';
import { creatorsDepartment, requireInCharge } from '../authority.js';
import { isLate, requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import type { Outcome } from '../operation.js';

/** What every stored record of the registry keeps of its last write. */
export interface Stored {
  readonly revision: number;
  readonly intent: string;
  readonly tx: string;
  readonly txTime: number;
}

/** What every request that changes one carries. */
export interface Change {
  readonly v: 1;
  readonly intent: string;
  readonly expectedRevision?: number | undefined;
}

/** The facts a request states: all of it but what makes it a change. */
export function factsOf<Request extends Change>(
  request: Request,
): Omit<Request, 'v' | 'intent' | 'expectedRevision'> {
  const facts: Omit<Request, 'v' | 'intent' | 'expectedRevision'> & Partial<Change> = { ...request };
  for (const member of ['v', 'intent', 'expectedRevision'] as const) Reflect.deleteProperty(facts, member);
  return facts;
}

/** The record these facts make, as the write after `last`. */
export function nextRecord<Facts extends object>(
  ctx: TransactionContext,
  intent: string,
  last: Stored | undefined,
  facts: Facts,
): Facts & Stored & { readonly v: 1 } {
  if (last !== undefined) isLate(ctx.txTime, last.txTime);
  const revision = last === undefined ? 0 : last.revision + 1;
  return { v: 1, ...facts, revision, intent, tx: ctx.tx, txTime: ctx.txTime };
}

export const written = (key: string, { revision, intent, tx }: Stored): Outcome => ({
  answer: { v: 1, key, revision, tx, intent } satisfies Written,
  event: { count: 1, key },
});

/** Reads the record a request changes and refuses it unless it was decided on that very record. */
export async function readForChange<Record extends Stored>(
  ctx: TransactionContext,
  key: string,
  request: Change,
): Promise<Record | undefined> {
  const last = await ctx.state.get<Record>(key);
  requireFresh(request, last);
  return last;
}

/**
 * The department a record belongs to, which alone may change it, or whoever has taken its place; a new one belongs to
 * its creator's.
 *
 * @throws {HanlianError} OTHER_DEPARTMENT
 */
export async function ownerOf(ctx: TransactionContext, owner: string | undefined): Promise<string> {
  if (owner === undefined) return creatorsDepartment(ctx);
  await requireInCharge(ctx, owner);
  return owner;
}

/** Replaces a record by what a request states. */
export async function putFacts(ctx: TransactionContext, key: string, request: Change): Promise<Outcome> {
  const last = await readForChange(ctx, key, request);
  const record = nextRecord(ctx, request.intent, last, factsOf(request));
  await ctx.state.put(key, record);
  return written(key, record);
}

/** @throws {HanlianError} FIELD_INVALID unless a period ends after it begins. */
export function requirePeriod({
  since,
  until,
}: {
  readonly since: number;
  readonly until?: number | undefined;
}): void {
  if (until !== undefined && until <= since) {
    throw new HanlianError('FIELD_INVALID', 'A period must end after it begins', {
      field: 'until',
      expected: since,
      received: until,
    });
  }
}
