/** By which a grant does not cover what is asked under it. */
export const COVERAGE_REFUSALS = [
  'GRANT_UNKNOWN',
  'GRANT_NOT_GIVEN',
  'GRANT_NOT_BEGUN',
  'GRANT_EXPIRED',
  'GRANT_PAUSED',
  'GRANT_WITHDRAWN',
  'GRANT_KEPT_BACK',
  'GRANT_RESOURCE_RETIRED',
  'GRANT_CONSENT_NOT_LIVE',
  'GRANT_OF_ANOTHER',
  'GRANT_NOT_COVERED',
] as const;
