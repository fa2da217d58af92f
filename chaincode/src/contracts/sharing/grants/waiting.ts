import type { GrantWaiting } from '../../../domain/index.js';
import { rulesAt, waitingFor } from '../../../domain/index.js';
import type { TransactionContext } from '../../context.js';
import { calendarsFrom, ruleSetsOf } from '../../rules.js';

const RULES = 'sharing-deadlines';

/** A step that begins now, by the rules and the calendar in force. */
export async function waitFor(
  { state, txTime }: TransactionContext,
  step: GrantWaiting['step'],
): Promise<GrantWaiting> {
  const rules = rulesAt(RULES, await ruleSetsOf(state, RULES), txTime);
  return waitingFor(step, txTime, rules, await calendarsFrom(state, txTime));
}
