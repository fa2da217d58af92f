import type { PrivateWrites, ReadWriteSet, Transaction } from '../fabric-messages/index.js';
import type { ValidationCode } from '../port.js';

/** An ordered transaction, taken apart and its signatures checked, that waits for its place in a block. */
export interface Candidate {
  /** `common.Envelope` as it will stand in the block. */
  readonly envelope: Uint8Array;
  readonly transaction: Transaction;
  readonly set: ReadWriteSet;
  readonly privateWrites: readonly PrivateWrites[];
  /** Set when the transaction is invalid whatever it read, such as by a foreign endorsement. */
  readonly refused?: ValidationCode;
}
