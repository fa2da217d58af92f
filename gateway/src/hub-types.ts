import type { Logger } from 'pino';
import type { Callers } from './callers/callers.js';
import type { Enroller } from './callers/enroller.js';
import type { Identities } from './callers/identities.js';
import type { Roster } from './callers/roster.js';
import type { Vault } from './callers/vault.js';
import type { Exchange } from './exchange/index.js';
import type { HolderKeys } from './documents/holder-keys.js';
import type { Ledger } from './ledger/port.js';
import type { Log } from './log/index.js';
import type { Register } from './outbox/index.js';
import type { Reports } from './services/credit/report/reports.js';
import type { LicenseParts } from './services/licenses/parts.js';
import type { Officers } from './services/officers.js';
import type { Seals } from './services/seals.js';
import type { Services } from './services/types.js';
import type { Sharing } from './sharing/index.js';
import type { StampQueue } from './stamping/queue.js';
import type { StatusLists } from './status-lists/index.js';
import type { Random } from './storage/random.js';
import type { VitalsParts } from './vitals/index.js';
import type { TargetSettings } from './webhooks/targets.js';
import type { ExternalWitnesses } from './witness/external/policy-file.js';

export interface HubOptions {
  readonly name: string;
  /** The hub's own folder. */
  readonly folder: string;
  readonly vault: Vault;
  readonly enroller: Enroller;
  /** The port of this hub's organisation, which the hub closes. */
  readonly ledger: Ledger;
  /** Under which others reach it, for the certificates it gives. */
  readonly publicUrl?: string | undefined;
  /** Whether this organisation runs a time-stamp authority, for the others. */
  readonly stamps?: boolean;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Milliseconds between two checkpoints of the log; 0 when absent: this hub makes and cosigns none. */
  readonly checkpointEvery?: number;
  /** Witnesses beyond the ledger's organisations that cosign checkpoints; absent: none are asked. */
  readonly witnesses?: ExternalWitnesses | undefined;
  /** Milliseconds between two looks for what is new in status lists; 0 when absent: this hub publishes none. */
  readonly statusListsEvery?: number;
  /** Milliseconds between two anchors of receipts on the ledger; 0 when absent: none are made. */
  readonly anchorEvery?: number;
  readonly random?: Random;
  /** Where its operator reads what nobody is answered; absent: nowhere. */
  readonly logger?: Logger | undefined;
  /** So many days a write waits for a caller that signs it itself; 7 when absent. */
  readonly signDays?: number | undefined;
  /** What else ends that this hub's operator is warned of. */
  readonly endings?: VitalsParts['endings'];
  /** Where events may be sent; absent: to public https addresses. */
  readonly webhooks?: TargetSettings;
  /** Hubs of other processes, by the departments they stand for. */
  readonly exchangeUrls?: ReadonlyMap<string, string> | undefined;
}

/** One organisation's hub: what others may ask of it, and what its own administration does. */
export interface Hub {
  readonly name: string;
  readonly mspId: string;
  readonly services: Services;
  readonly administration: Administration;
  /** Ends what is at work and closes everything, in reverse order of opening. */
  close(): Promise<void>;
}

/** Setting a hub up: who may call, who signs, and what is registered in its name. */
export interface Administration {
  readonly callers: Callers;
  readonly roster: Roster;
  readonly identities: Identities;
  readonly seals: Seals;
  readonly officers: Officers;
  readonly licenses: LicenseParts;
  readonly holderKeys: HolderKeys;
  /** Settles when what an earlier stop left unfinished was tried again. */
  readonly resumed: Promise<void>;
  /** The certificate of the organisation's own authority, PEM. */
  readonly root: string;
  /** Gives batches their time stamps, from when it is told by whom. */
  readonly stamps: StampQueue;
  readonly log: Log;
  readonly register: Register;
  readonly exchange: Exchange;
  /** Queries of other departments' data, and the receipts of it. */
  readonly sharing: Sharing;
  /** Makes and keeps credit reports. */
  readonly reports: Reports;
  readonly statusLists: StatusLists;
}
