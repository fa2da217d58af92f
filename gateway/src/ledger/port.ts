/**
 * The ledger port: what the hub needs of a ledger, whichever it is. Two signatures of the caller make a
 * transaction (the proposal's and the envelope's), so that a department whose key never leaves it can still act.
 * Every adapter passes `test/conformance`.
 */

/** Who signs: an organisation's MSP id and its X.509 certificate in PEM. The key is not here. */
export interface Identity {
  readonly mspId: string;
  readonly certificate: string;
}

/** What is asked of the chaincode. */
export interface TransactionRequest {
  /** The chaincode's name on the channel; the adapter's default when absent. */
  readonly chaincode?: string;
  /** `contract:operation`, for example `license:issue`. */
  readonly function: string;
  /** Each contract operation of the hub takes one JSON text; the conformance chaincode takes several. */
  readonly arguments: readonly string[];
  /** Data only the endorsers see, never written to a block. */
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  /** MSP ids that must endorse, where the adapter may not choose. */
  readonly endorsingOrganizations?: readonly string[];
}

/**
 * Bytes to sign (ECDSA P-256 with SHA-256, DER, low-S). `bytes` is opaque and goes back to the ledger; `message` is the
 * part the signature covers, for signers that hash for themselves (node:crypto cannot sign a bare digest); `digest` is
 * its SHA-256, for signers that take a digest.
 */
export interface Unsigned {
  readonly transactionId: string;
  readonly bytes: Uint8Array;
  readonly message: Uint8Array;
  readonly digest: Uint8Array;
}

/** An endorsed transaction: what the chaincode answered, and what to sign for submission. */
export interface Endorsed extends Unsigned {
  readonly result: string;
}

/** Fabric's validation codes by name (`VALID`, `MVCC_READ_CONFLICT`, `PHANTOM_READ_CONFLICT`, …). */
export type ValidationCode = string;

/** What became of a transaction: its place and the validators' verdict. */
export interface Commit {
  readonly transactionId: string;
  readonly block: number;
  readonly index: number;
  readonly code: ValidationCode;
}

/** What a signer is about to sign, decoded from `bytes` of either stage. */
export interface Description {
  readonly stage: 'proposal' | 'transaction';
  readonly transactionId: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly function: string;
  readonly arguments: readonly string[];
  /** The client's claimed time, an ISO 8601 instant in UTC. */
  readonly timestamp: string;
  readonly creator: Identity;
  /** Present at stage `transaction`: what the endorsers agreed on, and who they are. */
  readonly endorsed?: {
    readonly endorsers: readonly string[];
    readonly result: string;
    readonly effects: Effects;
  };
}

/** One public read: the version found (the place of the transaction that wrote it), absent when the key was. */
export interface Read {
  readonly namespace: string;
  readonly key: string;
  readonly version?: Position;
}

/** One range read, with what it returned; an exhausted range proves that nothing else is in it. */
export interface RangeRead {
  readonly namespace: string;
  readonly start: string;
  readonly end: string;
  readonly exhausted: boolean;
  readonly reads: readonly Read[];
}

/** A simulation's read-write set and event. Private parts are hashes. */
export interface Effects {
  readonly reads: readonly Read[];
  readonly ranges: readonly RangeRead[];
  readonly writes: readonly Write[];
  readonly privateReads: readonly PrivateReadHash[];
  readonly privateWrites: readonly PrivateWriteHash[];
  readonly event?: ChaincodeEvent;
}

/** One private read as every peer sees it. */
export interface PrivateReadHash {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: Uint8Array;
  readonly version?: Position;
}

/** One public write. `value` is absent when the key is deleted. */
export interface Write {
  readonly namespace: string;
  readonly key: string;
  readonly value?: Uint8Array;
}

/** One private write as every peer sees it: hashes only. */
export interface PrivateWriteHash {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: Uint8Array;
  readonly valueHash?: Uint8Array;
  readonly purge?: boolean;
}

export interface ChaincodeEvent {
  readonly chaincode: string;
  readonly name: string;
  readonly payload: Uint8Array;
}

/** A transaction as it stands in a block, valid or not. Writes and event of an invalid one have no effect. */
export interface CommittedTransaction extends Commit {
  /** The client's claimed time, an ISO 8601 instant in UTC. */
  readonly timestamp: string;
  readonly creator: Identity;
  readonly chaincode: string;
  readonly function: string;
  readonly event?: ChaincodeEvent;
  readonly writes: readonly Write[];
  readonly privateWrites: readonly PrivateWriteHash[];
}

/** A block as the port shows it: Fabric's header hashes, and its transactions in order. */
export interface Block {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
  /** SHA-256 over the header, as Fabric chains it. */
  readonly hash: Uint8Array;
  /** Fabric's commit hash; the embedded ledger's chain of state hashes. */
  readonly stateHash: Uint8Array;
  readonly transactions: readonly CommittedTransaction[];
}

/** After which transaction to begin: `{ block: -1, index: -1 }` is the beginning. */
export interface Position {
  readonly block: number;
  readonly index: number;
}

export const START: Position = { block: -1, index: -1 };

/**
 * One organisation's view of the ledger: evaluation, streams and private reads see only what a peer of that MSP
 * would. Every method throws `LedgerError` with the stage it failed at.
 */
export interface Ledger {
  readonly mspId: string;
  readonly kind: 'embedded' | 'fabric';
  /** Builds a proposal for `identity` and gives back what it must sign. */
  propose(identity: Identity, request: TransactionRequest): Promise<Unsigned>;
  /** Runs a signed proposal without ordering it; gives the chaincode's answer. */
  evaluate(bytes: Uint8Array, signature: Uint8Array): Promise<string>;
  /** Collects endorsements for a signed proposal; gives the answer and the envelope to sign. */
  endorse(bytes: Uint8Array, signature: Uint8Array): Promise<Endorsed>;
  /** Hands a signed envelope to the orderer. Returning means ordered, not committed: ask `status`. Re-sending the same bytes is allowed. */
  submit(bytes: Uint8Array, signature: Uint8Array): Promise<void>;
  /** Waits until the transaction is in a block; the block is on disk when this returns. Answered from the block stream. */
  status(transactionId: string, options?: { signal?: AbortSignal }): Promise<Commit>;
  /** Finds a transaction already committed, without waiting; undefined when no block holds it. */
  transaction(transactionId: string): Promise<CommittedTransaction | undefined>;
  /** Shows a signer what the bytes of either stage say. */
  describe(bytes: Uint8Array): Description;
  /** Committed transactions after a position, in ledger order, valid or not, then new ones as they come, until aborted. Ends quietly on abort. */
  stream(after: Position, options?: { signal?: AbortSignal }): AsyncIterable<CommittedTransaction>;
  block(number: number): Promise<Block | undefined>;
  /** The block as the ledger holds it (`common.Block`), for whoever checks it with other tools. */
  blockBytes(number: number): Promise<Uint8Array | undefined>;
  /** The number of blocks: the next block's number. */
  height(): Promise<number>;
  /** The place of the newest transaction; `START` when there is none. What a reader waits for who must miss nothing. */
  latest(): Promise<Position>;
  close(): Promise<void>;
}

/** A ledger several organisations share in one process. */
export interface LedgerHost {
  /** The port of one organisation: it stands for that organisation's peer. */
  forOrganisation(mspId: string): Ledger;
  close(): Promise<void>;
}

/** Where a call failed. Each stage tells what may have happened: only from `submit` on can the transaction have been ordered. */
export type Stage = 'propose' | 'evaluate' | 'endorse' | 'submit' | 'commit' | 'stream' | 'open';

export interface LedgerErrorDetails {
  readonly stage: Stage;
  /** A code of the error registry (`docs/errors.md`): the contract's own where it refused, else a `LEDGER_*` code. */
  readonly code: string;
  readonly transactionId?: string;
  /** Fields the contract attached to its refusal. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly stage: Stage;
  readonly code: string;
  readonly transactionId: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, { stage, code, transactionId, details, cause }: LedgerErrorDetails) {
    super(message, { cause });
    this.stage = stage;
    this.code = code;
    this.transactionId = transactionId;
    this.details = details ?? {};
  }
}
