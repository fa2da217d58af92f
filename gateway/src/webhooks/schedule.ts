const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60 * 60 * 1000;
/** An event is tried so often, over about four hours; then it is a dead letter. */
export const MOST_ATTEMPTS = 14;
/** Without one delivery for so long, nothing more is tried until the owner says so. */
export const PAUSED_AFTER_MS = 3 * 24 * 60 * 60 * 1000;
/** So long a dead letter is kept; its event is in the feed for much longer. */
export const DEAD_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Milliseconds from a failed attempt (the first is 1) to the next: twice as long each time, between half of it and all
 * of it by `chance` (from 0 to 1), so that many that failed at once do not come back at once.
 */
export function pauseAfter(attempts: number, chance: number, retryAfter = 0): number {
  const whole = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  return Math.max(whole * (0.5 + chance / 2), Math.min(retryAfter, LONGEST_PAUSE_MS));
}
