/** A class that extends fabric-contract-api's `Contract`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- contract constructors take what they like
export type ContractClass = new (...args: any[]) => object;

import type { Signer } from '@hanlian/certificates';
import type { OrganisationOptions } from '../common/membership.js';

/** A private data collection, as Fabric's collection configuration names it. */
export interface CollectionOptions {
  readonly name: string;
  /** MSP ids whose peers hold the values. */
  readonly members: readonly string[];
  /** Whether only clients of member organisations may read; default true. */
  readonly memberOnlyRead?: boolean;
  /** Whether only clients of member organisations may write; default true. */
  readonly memberOnlyWrite?: boolean;
  /** Blocks after which values are purged; 0 keeps them, and is the default. */
  readonly blockToLive?: number;
  /** Stored and shown, not evaluated. */
  readonly endorsementPolicy?: string;
}

export interface ChaincodeOptions {
  readonly name: string;
  readonly contracts: readonly ContractClass[];
  readonly collections?: readonly CollectionOptions[];
  /** The endorsement policy: stored and shown, not evaluated. */
  readonly policy?: string;
}

/** The identity that endorses transactions and signs blocks. */
export interface NodeIdentityOptions {
  readonly mspId: string;
  readonly certificate: string;
  /** Its P-256 key. */
  readonly signer: Signer;
  /** Certificates it had before, PEM: what was endorsed under them stays endorsed. */
  readonly former?: readonly string[];
}

export interface Limits {
  /** Transactions a block may hold. */
  readonly blockTransactions: number;
  /** Bytes of envelopes a block may hold; a single larger envelope still makes a block of its own. */
  readonly blockBytes: number;
  /** Bytes of one envelope; Fabric's AbsoluteMaxBytes. */
  readonly envelopeBytes: number;
  /** Milliseconds one simulation may take; Fabric's `chaincode.executetimeout`. */
  readonly simulationMs: number;
  /** Results one range read may give; Fabric's `ledger.state.totalQueryLimit`. */
  readonly queryResults: number;
  /** Milliseconds a proposal's time may differ from this clock; Fabric's `authentication.timewindow`. */
  readonly timeWindowMs: number;
  /** Ordered transactions that may wait for a block before more are refused. */
  readonly waitingTransactions: number;
}

export const DEFAULT_LIMITS: Limits = {
  blockTransactions: 500,
  blockBytes: 2 * 1024 * 1024,
  envelopeBytes: 10 * 1024 * 1024,
  simulationMs: 30_000,
  queryResults: 100_000,
  timeWindowMs: 15 * 60_000,
  waitingTransactions: 20_000,
};

export interface EmbeddedLedgerOptions {
  /** The store's folder; made when absent. */
  readonly path: string;
  readonly channel: string;
  /** The first is the default one. */
  readonly chaincodes: readonly ChaincodeOptions[];
  readonly organisations: readonly OrganisationOptions[];
  readonly node: NodeIdentityOptions;
  readonly limits?: Partial<Limits>;
  /** Milliseconds since 1970; the system's clock when absent. */
  readonly clock?: () => number;
  /** For tests: runs every simulation a second time in a child process; a difference fails the call. */
  readonly verifyDeterminism?: DeterminismOptions;
}

export interface DeterminismOptions {
  /** For each chaincode, a module (URL or absolute path) that exports its `contracts`. */
  readonly modules: Readonly<Record<string, string>>;
  /** The child's environment, beside its own time zone and locale. */
  readonly env?: Readonly<Record<string, string>>;
}
