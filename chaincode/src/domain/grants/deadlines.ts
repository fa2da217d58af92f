import type { RulesInForce } from '../rule-sets.js';
import type { Grant, GrantWaiting } from '../schemas/grants.js';
import type { Instant, LegalDate, WorkingCalendar } from '../time/index.js';
import { addWorkingDays, dateOfInstant, endOfDate, lastDateBefore, workingDaysUntil } from '../time/index.js';

/**
 * A step that begins at an instant, and ends with its last working day; its own day is not counted.
 *
 * @throws {HanlianError} CALENDAR_MISSING
 */
export function waitingFor(
  step: GrantWaiting['step'],
  since: Instant,
  { name, since: inForce, body }: RulesInForce<'sharing-deadlines'>,
  calendars: readonly WorkingCalendar[],
): GrantWaiting {
  const last = addWorkingDays(dateOfInstant(since), body[`${step}WorkingDays`], calendars);
  const rule = { name, since: inForce, clause: body[`${step}Clause`] };
  return { step, since, due: endOfDate(last), rule };
}

/** A clock that runs on a grant. */
export interface GrantClock {
  /** Who has to act. */
  readonly waitsFor: 'provider' | 'bureau';
  /** The last day. */
  readonly due: LegalDate;
  readonly workingDaysLeft: number;
  readonly overdue: boolean;
}

/**
 * The clock that runs on a grant at an instant, if one does.
 *
 * @throws {HanlianError} CALENDAR_MISSING
 */
export function clockOf(
  { waiting }: Pick<Grant, 'waiting'>,
  at: Instant,
  calendars: readonly WorkingCalendar[],
): GrantClock | undefined {
  if (waiting === null) return undefined;
  const { step, due } = waiting;
  const last = lastDateBefore(due);
  return {
    waitsFor: step === 'decide' ? 'provider' : 'bureau',
    due: last,
    workingDaysLeft: workingDaysUntil(dateOfInstant(at), last, calendars),
    overdue: due <= at,
  };
}
