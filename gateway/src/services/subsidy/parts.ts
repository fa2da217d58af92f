import type { RegistryEvidence } from '@hanlian/chaincode/domain';
import type { Callers } from '../../callers/callers.js';
import type { ExchangeKeys } from '../../exchange/keys.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { PrivateCalls } from '../consents/private-calls.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { Errands } from '../loans/errands.js';

type Shared = Pick<
  LicenseParts,
  | 'hashes'
  | 'random'
  | 'now'
  | 'documents'
  | 'requests'
  | 'model'
  | 'registry'
  | 'officers'
  | 'store'
  | 'caughtUp'
>;

/** What interest subsidies stand on. */
export interface SubsidyParts extends Shared {
  readonly writer: GroupWriter;
  /** Of contract `subsidy`, and the reads of contract `loan`. */
  readonly calls: PrivateCalls;
  readonly loans: Pick<PrivateCalls, 'read' | 'readOwn'>;
  readonly speakers: Speakers;
  /** By which banks' statements go to the ledger. */
  readonly errands: Pick<Errands, 'run'>;
  readonly keys: ExchangeKeys;
  readonly callers: Pick<Callers, 'acting'>;
  readonly evidence: (names: readonly string[]) => Promise<RegistryEvidence>;
  /** A key of this hub for one purpose. */
  readonly secret: (purpose: string) => Uint8Array;
}
