import { HanlianError } from '../errors/index.js';
import type { EntryTransition } from '../schemas/credit.js';
import type { Publication } from '../schemas/credit-answers.js';
import type { RuleReference } from '../schemas/credit-rules.js';
import type { Instant, LegalDate, WorkingCalendar } from '../time/index.js';
import { addWorkingDays, dateOfInstant } from '../time/index.js';
import { repairStep } from './history.js';
import type { RulesInForce } from '../rule-sets.js';

/** The rule that stands against a repair at an instant: its shortest period runs still, or it knows no repair. */
export const barToRepair = ({ repairableFrom, rule }: Publication, at: Instant): RuleReference | undefined =>
  repairableFrom !== undefined && at >= repairableFrom ? undefined : rule;

/**
 * The clause a reviewer refuses by.
 *
 * @throws {HanlianError} GROUND_UNKNOWN
 */
export function groundOf(
  { name, since, body }: RulesInForce<'credit-repair'>,
  reason: string | undefined,
): RuleReference {
  const { grounds } = body;
  const clause = reason !== undefined && Object.hasOwn(grounds, reason) ? grounds[reason] : undefined;
  if (clause !== undefined) return { name, since, clause };
  throw new HanlianError('GROUND_UNKNOWN', `The rules know no ground ${reason ?? '(none)'}`, {
    field: 'reason',
    expected: Object.keys(grounds),
    received: reason ?? null,
  });
}

/** The last day for the next step of a repair that is under way; undefined when none is. */
export function repairDue(
  history: readonly EntryTransition[] | undefined,
  { body }: RulesInForce<'credit-repair'>,
  calendars: readonly WorkingCalendar[],
): LegalDate | undefined {
  const step = repairStep(history);
  if (step === undefined) return undefined;
  const { operation, decision, at } = step;
  if (operation === 'applyRepair')
    return addWorkingDays(dateOfInstant(at), body.acceptWorkingDays, calendars);
  return decision === 'accepted'
    ? addWorkingDays(dateOfInstant(at), body.decideWorkingDays, calendars)
    : undefined;
}
