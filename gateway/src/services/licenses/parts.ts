import type { LogService } from '../../log/service.js';
import type { StateMap } from '../../statemap/state-map.js';
import type { Hashes } from '@hanlian/chaincode/domain';
import type { Documents } from '../../documents/documents.js';
import type { Ledger } from '../../ledger/port.js';
import type { Requests } from '../../outbox/requests.js';
import type { Journal } from '../../readmodel/journal.js';
import type { ReadModel } from '../../readmodel/read-model.js';
import type { StampQueue } from '../../stamping/queue.js';
import type { StatusPlaces } from '../../status-lists/places.js';
import type { Random } from '../../storage/random.js';
import type { Store } from '../../storage/store.js';
import type { Officers } from '../officers.js';
import type { RegistryView } from '../registry-view.js';
import type { Seals } from '../seals.js';
import type { SerialsAtWork } from './serials-at-work.js';

/** What the license services stand on. */
export interface LicenseParts {
  /** The log's proofs that documents carry. */
  readonly logProofs: Pick<LogService, 'evidence' | 'awaitEvidence' | 'witnessed'>;
  /** Proofs of the world state. */
  readonly map: Pick<StateMap, 'prove'>;
  readonly hashes: Hashes;
  /** Where certificates are anchored. */
  readonly channel: string;
  readonly chaincode: string;
  readonly random: Random;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Where the hub is known, for codes on certificates. */
  readonly publicUrl: string | undefined;
  readonly registry: RegistryView;
  readonly seals: Seals;
  readonly stamps: StampQueue;
  readonly officers: Officers;
  readonly documents: Documents;
  /** The hub's primary data. */
  readonly store: Store;
  readonly requests: Requests;
  readonly serials: SerialsAtWork;
  /** Where certificates stand in status lists. */
  readonly places: StatusPlaces;
  readonly model: ReadModel;
  readonly journal: Journal;
  readonly ledger: Ledger;
  /** Returns once this hub's own last write can be read. */
  readonly caughtUp: () => Promise<void>;
}
