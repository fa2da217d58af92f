import { WRONGS, type Wrong } from '../support/planted.js';
import { endsEarly, isWithdrawn, LAST_HOUR, perOf, type Given } from './grants.js';

export const HOURS = 24;

/** A query of the day: under which grant, about whom, in which hour, and what goes wrong with it. */
export interface Planned {
  readonly hour: number;
  readonly given: Given;
  readonly subject: number;
  readonly wrong?: Wrong;
}

/** How busy an office is in each hour of a working day: more than three quarters of all is asked from 8 to 18. */
const BUSY = [1, 1, 1, 1, 1, 1, 2, 4, 9, 11, 11, 8, 4, 8, 10, 10, 8, 5, 2, 1, 1, 1, 1, 1];
const ALL = BUSY.reduce((sum, busy) => sum + busy, 0);

interface Drawn {
  readonly queries: number;
  readonly wrongs: number;
  readonly subjects: number;
}

/** Under which grants which thing can go wrong, so that it is that thing alone. */
const POSSIBLE: Readonly<Record<Wrong, (given: Given) => boolean>> = {
  hiddenRead: (given) => lasts(given),
  alteredReceipt: (given) => lasts(given),
  overMask: (given) => lasts(given) && perOf(given) === 'term',
  expiredGrant: endsEarly,
  staleLease: (given) => lasts(given) && perOf(given) === 'day',
  uncoveredProduct: (given) => operates(given),
  removedProduct: (given) => operates(given),
  forgedConfirmation: (given) => operates(given),
};

const lasts = (given: Given): boolean => !endsEarly(given) && !isWithdrawn(given);
const operates = (given: Given): boolean => lasts(given) && given.requester.kind === 'operator';

/** Draws a day: each query by chance, some grants much more often than others. */
export function planDay(
  given: readonly Given[],
  { queries, wrongs, subjects }: Drawn,
  random: () => number,
): readonly Planned[] {
  const of = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const often = (): Given => given[Math.floor(random() ** 2 * given.length)]!;
  const day = Array.from({ length: queries }, (): Planned => {
    const hour = hourAt(random() * ALL);
    return { hour, given: often(), subject: Math.floor(random() * subjects) };
  });
  for (const wrong of WRONGS) {
    const possible = given.filter(POSSIBLE[wrong]);
    for (let n = 0; n < wrongs; n++) {
      const hour = LAST_HOUR + Math.floor(random() * (HOURS - LAST_HOUR));
      day.push({ hour, given: of(possible), subject: Math.floor(random() * subjects), wrong });
    }
  }
  // By chance within the hour.
  return day
    .map((planned) => ({ planned, place: planned.hour + random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ planned }) => planned);
}

function hourAt(place: number): number {
  let left = place;
  return BUSY.findIndex((busy) => (left -= busy) < 0);
}
