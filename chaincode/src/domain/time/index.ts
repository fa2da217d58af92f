export type { CivilDay } from './civil.js';
export { addDays, addMonths, addYears, daysBetween, isDate, parseDate } from './date.js';
export type { LegalDate } from './date.js';
export {
  dateOfInstant,
  endOfDate,
  formatInstant,
  lastDateBefore,
  parseInstant,
  parseMoment,
  startOfDate,
} from './instant.js';
export type { Instant } from './instant.js';
export { addWorkingDays, isWorkingDay, weekday, workingDayFrom, workingDaysUntil } from './working-days.js';
export type { WorkingCalendar } from './working-days.js';
