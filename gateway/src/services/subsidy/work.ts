import type { SubsidyParts } from './parts.js';
import type { Signing } from './signing.js';

/** What is decided on subsidies, with the keys that sign it. */
export interface SubsidyWork extends SubsidyParts {
  readonly signing: Signing;
}
