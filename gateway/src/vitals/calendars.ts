import { dateOfInstant, keyPrefixes, rangeOf, splitKey, startOfDate } from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import type { Ending } from './endings.js';

interface CalendarParts {
  readonly model: Pick<ReadModel, 'range'>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * When the registered working-day calendars end: with the year before the first that is missing, from this one on. The
 * next year's is announced in November, and deadlines reach into it from December on. Nothing where there is none at all.
 */
export async function calendarEndings({ model, now }: CalendarParts): Promise<readonly Ending[]> {
  const { start, end } = rangeOf(keyPrefixes.calendar);
  const years = new Set((await model.range(start, end, Infinity)).map(({ key }) => Number(splitKey(key)[1])));
  if (years.size === 0) return [];
  let missing = Number(dateOfInstant(now()).slice(0, 'YYYY'.length));
  while (years.has(missing)) missing += 1;
  return [{ kind: 'calendar', name: String(missing), until: startOfDate(`${missing}-01-01`) }];
}
