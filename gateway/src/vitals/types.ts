import type { Condition, Findings } from './conditions.js';
import type { Ending } from './endings.js';

/** How a hub does. */
export interface Vitals {
  /** What was found, and what of it keeps the hub from its work. */
  readonly look: () => Promise<{ readonly found: Findings; readonly conditions: readonly Condition[] }>;
  /** What ends and when. */
  readonly endings: () => Promise<Ending[]>;
}
