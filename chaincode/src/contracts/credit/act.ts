import type { z } from 'zod';
import type {
  Authority,
  CreditEntry,
  EntryAct,
  EntryFacts,
  EntryIdentity,
  EntryOperation,
  EntryState,
  EntryTransition,
  EntryWritten,
} from '../../domain/index.js';
import {
  entryRevision,
  HanlianError,
  keys,
  lastWrittenAt,
  requireActPossible,
  requireEntryFacts,
  requireImpersonal,
  ruleOf,
  schemas,
} from '../../domain/index.js';
import { requireInCharge } from '../authority.js';
import { alreadyApplied, isLate, stale } from '../change.js';
import type { TransactionContext } from '../context.js';
import type { Handler, Outcome } from '../operation.js';
import { write } from '../operation.js';
import { requireCreditOffice, requireDesk } from './authority.js';
import { requireMeasure } from './measure.js';
import { entryOf, entrySetOf, extended, requireNotEnded, told } from './records.js';

/** An entry that an act may change, and the department that acts on it. */
export interface OpenAct {
  readonly entry: CreditEntry;
  readonly actor: string;
}

/** What an act makes of an entry, and what its transition keeps besides. */
export interface Change extends Partial<
  Pick<EntryTransition, 'decision' | 'rule' | 'evidence' | 'commitment' | 'fulfilledAt'>
> {
  readonly state?: EntryState;
  readonly facts?: EntryFacts | undefined;
}

/** Who may act on an entry of a source, by the policy's word for it. */
const ACTORS: {
  readonly [name in Authority]?: (ctx: TransactionContext, source: string) => Promise<string>;
} = {
  creditOffice: requireCreditOffice,
  desk: requireDesk,
  source: requireInCharge,
};

function actorOf(ctx: TransactionContext, operation: EntryOperation, source: string): Promise<string> {
  const { authority } = ruleOf(`credit:${operation}`);
  return (ACTORS[authority] as typeof requireDesk)(ctx, source);
}

/** Refuses an intent the entry has seen, and an act decided on another revision of it. */
function requireUnapplied(
  { published, history = [] }: CreditEntry,
  { intent, expectedRevision }: EntryAct,
): void {
  const applied = [published, ...history].find((write) => write.intent === intent);
  if (applied !== undefined) throw alreadyApplied(applied.tx);
  if (history.length !== expectedRevision) throw stale(expectedRevision, history.length);
}

/** One place is kept: what should not stand can always be annulled. */
function requireRoom(operation: EntryOperation, entry: CreditEntry): void {
  if (operation === 'annul' || entryRevision(entry) < schemas.MOST_TRANSITIONS) return;
  throw new HanlianError('ENTRY_HISTORY_FULL', `The entry has changed ${schemas.MOST_TRANSITIONS} times`, {
    expected: schemas.MOST_TRANSITIONS,
  });
}

/** Reads the entry an act is about, and refuses what may not be done to it, or not by its creator. */
export async function openAct(
  ctx: TransactionContext,
  operation: EntryOperation,
  request: EntryAct,
): Promise<OpenAct> {
  requireImpersonal(request.basis.law, 'basis.law');
  requireImpersonal(request.person, 'person');
  const entry = await entryOf(ctx.state, request);
  const actor = await actorOf(ctx, operation, entry.source);
  requireUnapplied(entry, request);
  requireActPossible(operation, entry);
  requireRoom(operation, entry);
  return { entry, actor };
}

/** What an entry says is corrected: its chain tells it as one more link. */
async function withFacts(
  ctx: TransactionContext,
  { subject, intent }: EntryAct,
  entry: CreditEntry,
  facts: EntryFacts,
): Promise<CreditEntry> {
  requireEntryFacts(entry.category, facts, ctx.txTime, 'facts');
  await requireMeasure(ctx.state, facts, 'facts');
  const set = await entrySetOf(ctx.state, subject);
  // What was decided before the end was known is corrected with its own day.
  if (facts.decidedAt !== entry.facts.decidedAt) requireNotEnded(set, facts, 'subject');
  const { source, category, document } = entry;
  const identity: EntryIdentity = { subject, source, category, document };
  await ctx.state.put(keys.entrySet(subject), extended(ctx, intent, set, identity, facts));
  return { ...entry, facts, link: set.count };
}

/** Writes what an act made of an entry, with its transition. */
export async function closeAct(
  ctx: TransactionContext,
  operation: EntryOperation,
  request: EntryAct,
  { entry, actor }: OpenAct,
  { state = entry.state, facts, ...kept }: Change,
): Promise<Outcome> {
  const { txTime, tx } = ctx;
  const { subject, entry: id, intent, person, basis } = request;
  const last = lastWrittenAt(entry);
  const late = isLate(txTime, last);
  const stated = facts === undefined ? entry : await withFacts(ctx, request, entry, facts);
  const transition: EntryTransition = {
    operation,
    state,
    at: Math.max(txTime, last),
    intent,
    tx,
    person,
    actor,
    basis,
    ...(late && { late: 1 }),
    ...(facts !== undefined && { was: entry.facts, wasLink: entry.link }),
    ...kept,
  };
  const after: CreditEntry = { ...stated, state, history: [...(entry.history ?? []), transition] };
  await ctx.state.put(keys.entry(subject, id), after);
  const { decision, rule } = kept;
  return {
    answer: {
      v: 1,
      subject,
      entry: id,
      revision: entryRevision(after),
      state,
      ...(decision !== undefined && { decision }),
      ...(rule !== undefined && { rule }),
      tx,
      intent,
    } satisfies EntryWritten,
    event: { ...told(after), source: entry.source },
  };
}

/** An act that its request alone decides. */
export const entryAct = <Request extends EntryAct>(
  operation: EntryOperation,
  schema: z.ZodType<Request>,
  changeOf: (request: Request, open: OpenAct, ctx: TransactionContext) => Change | Promise<Change>,
): Handler =>
  write(`credit:${operation}`, schema, async (ctx, request) => {
    const open = await openAct(ctx, operation, request);
    return closeAct(ctx, operation, request, open, await changeOf(request, open, ctx));
  });
