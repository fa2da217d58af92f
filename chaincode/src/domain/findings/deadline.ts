import type { RulesInForce } from '../rule-sets.js';
import type { FindingRecord } from '../schemas/findings.js';
import type { Instant, WorkingCalendar } from '../time/index.js';
import { addWorkingDays, dateOfInstant, endOfDate } from '../time/index.js';

/**
 * The first instant at which a finding reported at another is overdue: the end of its last working day.
 *
 * @throws {HanlianError} CALENDAR_MISSING
 */
export const answerDue = (
  reportedAt: Instant,
  { body }: RulesInForce<'audit-findings'>,
  calendars: readonly WorkingCalendar[],
): Instant => endOfDate(addWorkingDays(dateOfInstant(reportedAt), body.answerWorkingDays, calendars));

/** How a finding stands: answered late counts as answered, and its answer says when. */
export type FindingStanding = 'open' | 'overdue' | 'answered' | 'answeredLate';

/** How a finding stood at an instant, as known at its record's revision. */
export function findingStanding(
  { answers, due }: Pick<FindingRecord, 'answers' | 'due'>,
  at: Instant,
): FindingStanding {
  const first = answers[0];
  if (first === undefined || first.txTime > at) return at < due ? 'open' : 'overdue';
  return first.txTime < due ? 'answered' : 'answeredLate';
}
