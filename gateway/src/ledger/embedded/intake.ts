import {
  decodeReadWriteSet,
  decodeTransaction,
  encodeEnvelope,
  endorsedBytes,
  sha256,
  type Transaction,
} from '../fabric-messages/index.js';
import type { Candidate } from './candidate.js';
import type { Endorsements } from './endorsements.js';
import { failure, messageOf } from '../common/failure.js';
import { RefusedIdentity, verifySignature, type Membership } from '../common/membership.js';
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

type Content = Pick<Candidate, 'transaction' | 'set' | 'privateWrites' | 'refused'>;

/** Checks signed transactions before they are ordered, as Fabric's orderer does, and reads what a block needs. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async accept(payload: Uint8Array, signature: Uint8Array): Promise<Candidate> {
    const digest = sha256(payload).toString('hex');
    const content: Content = this.#parts.endorsements.find(digest) ?? (await this.#read(payload));
    const { transaction, set, privateWrites, refused } = content;
    const envelope = encodeEnvelope(payload, signature);
    this.#checkSize(envelope, transaction.transactionId);
    await this.#checkCreator(transaction, payload, signature);
    return { digest, envelope, transaction, set, privateWrites, ...(refused && { refused }) };
  }

  #checkSize(envelope: Uint8Array, transactionId: string): void {
    const { envelopeBytes } = this.#parts.limits;
    if (envelope.length <= envelopeBytes) return;
    const message = `The transaction has ${envelope.length} bytes; ${envelopeBytes} are allowed.`;
    throw failure('submit', 'LEDGER_TOO_LARGE', message, { transactionId });
  }

  async #checkCreator(
    { transactionId, creator }: Candidate['transaction'],
    payload: Uint8Array,
    signature: Uint8Array,
  ): Promise<void> {
    try {
      const member = this.#parts.membership.member(creator, this.#parts.clock());
      if (await verifySignature(member, payload, signature)) return;
    } catch (cause) {
      if (!(cause instanceof RefusedIdentity)) throw cause;
      throw failure('submit', 'LEDGER_CREATOR_UNKNOWN', cause.message, { transactionId, cause });
    }
    throw failure('submit', 'LEDGER_BAD_SIGNATURE', 'The transaction’s signature does not verify.', {
      transactionId,
    });
  }

  /** Takes apart a payload that this node does not remember. */
  async #read(payload: Uint8Array): Promise<Content> {
    const decoded = this.#decode(payload);
    const { transactionId, creator } = decoded.header;
    const transaction = { transactionId, creator };
    if (!(await this.#endorsedHere(decoded))) {
      return { transaction, set: [], privateWrites: [], refused: 'ENDORSEMENT_POLICY_FAILURE' };
    }
    const set = decodeReadWriteSet(decoded.results);
    const privateWrites = this.#parts.transient.find(transactionId, set);
    if (privateWrites) return { transaction, set, privateWrites };
    const message = 'The transaction’s private values are gone; endorse it anew.';
    throw failure('submit', 'LEDGER_PRIVATE_DATA_UNAVAILABLE', message, { transactionId });
  }

  #decode(payload: Uint8Array): Transaction {
    let transaction: Transaction;
    try {
      transaction = decodeTransaction(payload);
    } catch (cause) {
      const message = `The bytes are no valid transaction: ${messageOf(cause)}.`;
      throw failure('submit', 'LEDGER_MESSAGE_INVALID', message, { cause });
    }
    const { channel, transactionId } = transaction.header;
    if (channel === this.#parts.channel) return transaction;
    throw failure('submit', 'LEDGER_MESSAGE_INVALID', `Channel ${channel} is not on this ledger.`, {
      transactionId,
    });
  }

  async #endorsedHere({ responsePayload, endorsements }: Transaction): Promise<boolean> {
    const { node, membership } = this.#parts;
    const own = endorsements.find(({ endorser }) => node.isOwn(endorser));
    if (!own) return false;
    return verifySignature(
      membership.member(own.endorser),
      endorsedBytes(responsePayload, own.endorser),
      own.signature,
    );
  }
}
