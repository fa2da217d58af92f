import { COVERAGE_REFUSALS } from '../grants/refusals.js';

/** By which nothing is recorded, and so nothing may be handed on. */
export const ONWARD_REFUSALS = [
  ...COVERAGE_REFUSALS,
  'GRANT_NOT_ONWARD',
  'QUERY_UNKNOWN',
  'ONWARD_NOT_RELEASED',
  'ONWARD_REPLAYED',
  'LEDGER_VIEW_STALE',
] as const;
