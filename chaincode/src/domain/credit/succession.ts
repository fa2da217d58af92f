import type { EntrySet } from '../schemas/credit.js';
import type { Instant } from '../time/index.js';

/** Whether an enterprise's set had become part of another's by an instant. */
export const hasJoined = ({ successions = [] }: EntrySet, heir: string, at: Instant): boolean =>
  successions.some((succession) => succession.successor === heir && succession.at <= at);
