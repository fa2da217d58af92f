import type { LicenseParts } from '../licenses/parts.js';

/** What the services of grants stand on. */
export type GrantParts = Pick<
  LicenseParts,
  'hashes' | 'random' | 'now' | 'documents' | 'requests' | 'model' | 'registry' | 'caughtUp' | 'ledger'
>;
