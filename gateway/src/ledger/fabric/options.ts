import type { Signer } from '@hanlian/certificates';
import type { Identity } from '../port.js';

/** A peer to connect to over TLS. */
export interface PeerOptions {
  readonly name: string;
  readonly mspId: string;
  /** `host:port`. */
  readonly endpoint: string;
  /** PEM of the root its TLS certificate chains to. */
  readonly tlsRootCertificate: string;
  /** The name in its TLS certificate. */
  readonly hostname: string;
}

/** Whose eyes the hub reads the ledger with: a client identity of its own organisation. */
export interface Reader {
  readonly identity: Identity;
  readonly signer: Signer;
}

export interface FabricLimits {
  /** Calls of one kind to the peers at once. */
  readonly inFlight: number;
  /**
   * Bytes of what those calls carry together: large ones, of which each keeps endorsers busy for long, are fewer at once,
   * so that none spends its time in the peers' queues.
   */
  readonly inFlightBytes: number;
  /** Calls of one kind that may wait for that; what comes above it is refused. */
  readonly waiting: number;
  /** Milliseconds a call may take, all peers asked together. */
  readonly evaluateMs: number;
  readonly endorseMs: number;
  readonly submitMs: number;
  /** Blocks kept decoded for those who follow the head. */
  readonly recentBlocks: number;
  /** Outcomes kept for callers who ask after the commit. */
  readonly recentOutcomes: number;
}

export const DEFAULT_FABRIC_LIMITS: FabricLimits = {
  inFlight: 512,
  inFlightBytes: 4 * 1024 * 1024,
  waiting: 8_192,
  evaluateMs: 10_000,
  endorseMs: 30_000,
  submitMs: 15_000,
  recentBlocks: 16,
  recentOutcomes: 50_000,
};

export interface FabricLedgerOptions {
  readonly mspId: string;
  readonly channel: string;
  /** The default chaincode. */
  readonly chaincode: string;
  /** All peers of the channel that may be asked; those of `mspId` are the organisation's own. */
  readonly peers: readonly PeerOptions[];
  readonly reader: Reader;
  readonly limits?: Partial<FabricLimits>;
  /** Milliseconds since 1970; the system's clock when absent. */
  readonly clock?: () => number;
}
