import type { StopDuties } from '../../domain/index.js';
import { HanlianError, keys, rulesAt, schemas, stopUseDue } from '../../domain/index.js';
import { departmentInCharge } from '../authority.js';
import type { TransactionContext } from '../context.js';
import { write } from '../operation.js';
import { nextRecord } from '../registry/record.js';
import { calendarsFrom, ruleSetsOf } from '../rules.js';
import { closeAct, openAct, type OpenAct } from './act.js';
import { refusalOf } from './repair-decision.js';

/** The order of recipients tells nothing, and none stands twice. */
function requireAscending(recipients: readonly string[]): void {
  if (recipients.every((commitment, i) => i === 0 || (recipients[i - 1] as string) < commitment)) return;
  throw new HanlianError('FIELD_INVALID', 'Recipients stand in ascending order, each once', {
    field: 'recipients',
  });
}

/** Who published an entry, or has taken the place of who did and takes up its repair, is not who reviews it. */
async function requireOther({ state, txTime }: TransactionContext, { actor, entry }: OpenAct): Promise<void> {
  const inCharge = await departmentInCharge(state, entry.source, txTime);
  if (actor !== entry.source && actor !== inCharge) return;
  throw new HanlianError('SAME_ORGANISATION', 'The source does not review its own entry', {
    received: actor,
  });
}

/** Each whom the entry was shown to has to stop using it, and to say so in time. */
async function imposeStops(
  ctx: TransactionContext,
  { subject, entry, intent }: { readonly subject: string; readonly entry: string; readonly intent: string },
  recipients: readonly string[],
): Promise<void> {
  if (recipients.length === 0) return;
  const { state, txTime } = ctx;
  const duty = rulesAt('credit-duty', await ruleSetsOf(state, 'credit-duty'), txTime);
  const calendars = await calendarsFrom(state, txTime);
  const key = keys.stopDuties(subject, entry);
  const duties: StopDuties = nextRecord(ctx, intent, await state.get<StopDuties>(key), {
    rule: { name: duty.name, since: duty.since, clause: duty.body.stopUseClause },
    since: txTime,
    due: stopUseDue(txTime, duty, calendars),
    recipients: recipients.map((commitment) => ({ commitment })),
  });
  await state.put(key, duties);
}

/**
 * 复核: another department than the source decides. A refusal is recorded with the rule it rests on; a repair ends
 * publication and use.
 */
export const reviewRepair = write('credit:reviewRepair', schemas.reviewRepair, async (ctx, request) => {
  const { decision, reason, recipients } = request;
  requireAscending(recipients);
  const open = await openAct(ctx, 'reviewRepair', request);
  await requireOther(ctx, open);
  const rule = await refusalOf(ctx, open.entry, { refuse: decision === 'refuse', reason });
  if (rule !== undefined) return closeAct(ctx, 'reviewRepair', request, open, { decision: 'refused', rule });
  await imposeStops(ctx, request, recipients);
  return closeAct(ctx, 'reviewRepair', request, open, { decision: 'granted', state: 'repaired' });
});
