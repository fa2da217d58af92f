import type { LicenseParts } from '../licenses/parts.js';
import type { LedgerReads } from '../ledger-reads.js';

/** What the services of the catalogue stand on. */
export interface CatalogueParts extends Pick<
  LicenseParts,
  'random' | 'now' | 'requests' | 'model' | 'registry' | 'caughtUp' | 'hashes'
> {
  readonly readLedger: LedgerReads;
}
