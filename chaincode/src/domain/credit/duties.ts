import type { StopDuties } from '../schemas/credit.js';
import type { Instant, LegalDate, WorkingCalendar } from '../time/index.js';
import { addWorkingDays, dateOfInstant, endOfDate } from '../time/index.js';
import type { RulesInForce } from '../rule-sets.js';

/**
 * The last day to report a decision (双公示: within seven working days of it).
 *
 * @throws {HanlianError} CALENDAR_MISSING
 */
export const reportDue = (
  decidedAt: LegalDate,
  { body }: RulesInForce<'credit-duty'>,
  calendars: readonly WorkingCalendar[],
): LegalDate => addWorkingDays(decidedAt, body.reportWorkingDays, calendars);

/**
 * The last day to acknowledge that an entry repaired at an instant is used no more.
 *
 * @throws {HanlianError} CALENDAR_MISSING
 */
export const stopUseDue = (
  repairedAt: Instant,
  { body }: RulesInForce<'credit-duty'>,
  calendars: readonly WorkingCalendar[],
): LegalDate => addWorkingDays(dateOfInstant(repairedAt), body.stopUseWorkingDays, calendars);

/** How many recipients have acknowledged by an instant, and how many are overdue. */
export function stopDutiesAt(
  { recipients, due }: Pick<StopDuties, 'recipients' | 'due'>,
  at: Instant,
): { acknowledged: number; overdue: number } {
  const acknowledged = recipients.filter(
    (recipient) => recipient.at !== undefined && recipient.at <= at,
  ).length;
  return { acknowledged, overdue: at < endOfDate(due) ? 0 : recipients.length - acknowledged };
}
