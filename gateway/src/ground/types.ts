import type { Enroller } from '../callers/enroller.js';
import type { Vault } from '../callers/vault.js';
import type { HubConfig } from '../config.js';
import type { EmbeddedLedger } from '../ledger/embedded/index.js';
import type { Ledger } from '../ledger/port.js';
import type { Ending } from '../vitals/endings.js';

/** A hub's keys, opened. */
export interface OpenVault {
  readonly hub: HubConfig;
  readonly vault: Vault;
}

/** What one hub stands on: its keys, where its identities come from, and its organisation's view of the ledger. */
export interface HubGround extends OpenVault {
  readonly enroller: Enroller;
  readonly ledger: Ledger;
  /** What ends of the ledger's own that this hub keeps. */
  readonly endings: readonly Ending[];
}

/** What the hubs of this process stand on. */
export interface Ground {
  readonly hubs: readonly HubGround[];
  /** The ledger itself, where it is one of this process's own stores. */
  readonly embedded?: EmbeddedLedger;
  close(): Promise<void>;
}
