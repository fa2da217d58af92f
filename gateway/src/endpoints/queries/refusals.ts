import { COVERAGE_REFUSALS } from '../grants/refusals.js';

/** By which a provider releases nothing, and records that it did not. */
export const RELEASE_REFUSALS = [
  ...COVERAGE_REFUSALS,
  'GRANT_QUOTA_EXHAUSTED',
  'QUERY_RATE_EXCEEDED',
  'QUERY_NETWORK_NOT_ALLOWED',
  'ENCRYPTION_CERTIFICATE_UNUSABLE',
  'RESOURCE_NOT_SERVED',
  'SOURCE_LATE',
  'SOURCE_FAILED',
  'SOURCE_ROWS_TOO_MANY',
  'SOURCE_SUBJECT_OTHER',
  'LEDGER_VIEW_STALE',
] as const;
