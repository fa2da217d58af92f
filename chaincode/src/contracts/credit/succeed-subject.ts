import type { EntrySet, Succession, SuccessionKind } from '../../domain/index.js';
import {
  HanlianError,
  keys,
  requireImpersonal,
  requirePast,
  requireSubject,
  schemas,
} from '../../domain/index.js';
import { requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import { write } from '../operation.js';
import { nextRecord, written } from '../registry/record.js';
import { requireDesk } from './authority.js';
import { entrySetOf, told } from './records.js';

const MOST = 16;

const impossible = (message: string, field: string): HanlianError =>
  new HanlianError('SUBJECT_SUCCESSION_INVALID', message, { field });

const BECOMES_ANOTHER: ReadonlySet<SuccessionKind> = new Set(['merger', 'newCode']);

/**
 * The heir's set, which the creator is in charge of too: its record changes with it. The enterprise is not among those it
 * will itself become, and nobody joins who is no more.
 */
async function heirOf(
  ctx: TransactionContext,
  { subject, since }: { readonly subject: string; readonly since: string },
  successor: string,
): Promise<EntrySet> {
  requireSubject(successor, 'successor');
  const heir = await entrySetOf(ctx.state, successor, 'successor');
  await requireDesk(ctx, heir.registrar);
  if (heir.endedSince !== undefined && since >= heir.endedSince) {
    throw impossible(`The successor ended on ${heir.endedSince}`, 'successor');
  }
  if ((heir.predecessors ?? []).length >= MOST) {
    throw impossible(`The successor has ${MOST} predecessors already`, 'successor');
  }
  for (let code: string | undefined = successor, set = heir; code !== undefined;) {
    if (code === subject) throw impossible('The enterprise would succeed itself', 'successor');
    code = set.successor;
    if (code !== undefined) set = await entrySetOf(ctx.state, code);
  }
  return heir;
}

function requireOpen({ endedSince, successions = [] }: EntrySet): void {
  if (endedSince !== undefined) throw impossible(`The enterprise ended on ${endedSince}`, 'subject');
  if (successions.length >= MOST) throw impossible(`${MOST} successions are recorded already`, 'subject');
}

/**
 * An enterprise is renamed, merged, given a new code or deregistered: its entries follow it, and stay where they are. A
 * name stands nowhere on the ledger; of a rename the basis tells.
 */
export const succeedSubject = write('credit:succeedSubject', schemas.succeedSubject, async (ctx, request) => {
  const { subject, kind, successor, since, intent, person, basis } = request;
  requireImpersonal(person, 'person');
  requireImpersonal(basis.law, 'basis.law');
  requirePast(since, ctx.txTime, 'since');
  const set = await entrySetOf(ctx.state, subject);
  const actor = await requireDesk(ctx, set.registrar);
  requireFresh(request, set);
  requireOpen(set);
  if (BECOMES_ANOTHER.has(kind) !== (successor !== undefined)) {
    throw impossible(`A ${kind} and a successor do not go together`, 'successor');
  }
  const { tx, txTime: at } = ctx;
  const happened: Succession = {
    kind,
    since,
    actor,
    person,
    basis,
    intent,
    tx,
    at,
    ...(successor !== undefined && { successor }),
  };
  if (successor !== undefined) {
    const heir = await heirOf(ctx, request, successor);
    const predecessors = [...(heir.predecessors ?? []), subject];
    await ctx.state.put(keys.entrySet(successor), nextRecord(ctx, intent, heir, { ...heir, predecessors }));
  }
  const record: EntrySet = nextRecord(ctx, intent, set, {
    ...set,
    successions: [...(set.successions ?? []), happened],
    ...(kind !== 'rename' && { endedSince: since }),
    ...(successor !== undefined && { successor }),
  });
  const key = keys.entrySet(subject);
  await ctx.state.put(key, record);
  return { ...written(key, record), event: told(record) };
});
