import {
  decodeReadWriteSet,
  decodeTransaction,
  encodeEnvelope,
  endorsedBytes,
  type Transaction,
} from '../fabric-messages/index.js';
import type { Candidate } from './candidate.js';
import type { Endorsements } from './endorsements.js';
import { failure, messageOf } from './errors.js';
import { RefusedIdentity, verifySignature, type Membership } from './msp.js';
import type { NodeIdentity } from './node.js';
import type { Limits } from './options.js';
import type { TransientStore } from './transient.js';

export interface IntakeParts {
  readonly channel: string;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly membership: Membership;
  readonly node: NodeIdentity;
  readonly endorsements: Endorsements;
  readonly transient: TransientStore;
}

/** Checks signed transactions before they are ordered, as Fabric's orderer does, and reads what a block needs. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async accept(payload: Uint8Array, signature: Uint8Array): Promise<Candidate> {
    const transaction = this.#open(payload);
    const { transactionId } = transaction.header;
    const envelope = encodeEnvelope(payload, signature);
    if (envelope.length > this.#parts.limits.envelopeBytes) {
      throw failure(
        'submit',
        'LEDGER_TOO_LARGE',
        `The transaction is larger than ${this.#parts.limits.envelopeBytes} bytes.`,
        {
          transactionId,
        },
      );
    }
    await this.#checkCreator(transaction, payload, signature);
    return this.#candidate(envelope, transaction);
  }

  #open(payload: Uint8Array): Transaction {
    let transaction: Transaction;
    try {
      transaction = decodeTransaction(payload);
    } catch (cause) {
      throw failure(
        'submit',
        'LEDGER_MESSAGE_INVALID',
        `The bytes are no valid transaction: ${messageOf(cause)}.`,
        {
          cause,
        },
      );
    }
    const { channel, transactionId } = transaction.header;
    if (channel !== this.#parts.channel) {
      throw failure('submit', 'LEDGER_MESSAGE_INVALID', `Channel ${channel} is not on this ledger.`, {
        transactionId,
      });
    }
    return transaction;
  }

  async #checkCreator({ header }: Transaction, payload: Uint8Array, signature: Uint8Array): Promise<void> {
    const { transactionId } = header;
    try {
      const member = this.#parts.membership.member(header.creator, this.#parts.clock());
      if (await verifySignature(member, payload, signature)) return;
    } catch (cause) {
      if (!(cause instanceof RefusedIdentity)) throw cause;
      throw failure('submit', 'LEDGER_CREATOR_UNKNOWN', cause.message, { transactionId, cause });
    }
    throw failure('submit', 'LEDGER_BAD_SIGNATURE', 'The transaction’s signature does not verify.', {
      transactionId,
    });
  }

  async #candidate(envelope: Uint8Array, transaction: Transaction): Promise<Candidate> {
    const { transactionId } = transaction.header;
    const { endorsements, transient } = this.#parts;
    const known = endorsements.find(transactionId, transaction.responsePayload, transaction.endorsements);
    if (known) return { envelope, transaction, set: known.set, privateWrites: known.privateWrites };
    if (!(await this.#endorsedHere(transaction))) {
      return { envelope, transaction, set: [], privateWrites: [], refused: 'ENDORSEMENT_POLICY_FAILURE' };
    }
    const set = decodeReadWriteSet(transaction.results);
    const privateWrites = transient.find(transactionId, set);
    if (!privateWrites) {
      throw failure(
        'submit',
        'LEDGER_PRIVATE_DATA_UNAVAILABLE',
        'The transaction’s private values are gone; endorse it anew.',
        {
          transactionId,
        },
      );
    }
    return { envelope, transaction, set, privateWrites };
  }

  async #endorsedHere({ responsePayload, endorsements }: Transaction): Promise<boolean> {
    const { node, membership, clock } = this.#parts;
    const own = endorsements.find(({ endorser }) => Buffer.compare(endorser, node.serialized) === 0);
    if (!own) return false;
    const member = membership.member(node.serialized, clock());
    return verifySignature(member, endorsedBytes(responsePayload, own.endorser), own.signature);
  }
}
