import type { PrivateWrites, ReadWriteSet } from '../fabric-messages/index.js';
import type { ValidationCode } from '../port.js';

/** An ordered transaction, its signatures checked, that waits for its place in a block. */
export interface Candidate {
  readonly transaction: {
    readonly transactionId: string;
    /** `msp.SerializedIdentity` of the client. */
    readonly creator: Uint8Array;
  };
  /** SHA-256 of the payload, in hex. */
  readonly digest: string;
  /** `common.Envelope` as it will stand in the block. */
  readonly envelope: Uint8Array;
  readonly set: ReadWriteSet;
  readonly privateWrites: readonly PrivateWrites[];
  /** Set when the transaction is invalid whatever it read, such as by a foreign endorsement. */
  readonly refused?: ValidationCode;
}
