import type { GroupWriter } from '../../storage/group-writer.js';
import type { LicenseParts } from '../licenses/parts.js';

/** What the services of credit stand on. */
export interface CreditParts extends Pick<
  LicenseParts,
  'hashes' | 'random' | 'now' | 'documents' | 'store' | 'requests' | 'model' | 'registry' | 'caughtUp'
> {
  readonly writer: GroupWriter;
}
