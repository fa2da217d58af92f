import { randomBytes } from 'node:crypto';
import { describe, encodeProposal, serializeIdentity, sha256 } from '../fabric-messages/index.js';
import type {
  Block,
  Commit,
  CommittedTransaction,
  Description,
  Endorsed,
  Identity,
  Ledger,
  Position,
  TransactionRequest,
  Unsigned,
} from '../port.js';
import type { LedgerCore } from './core.js';
import { failure, messageOf } from '../common/failure.js';

const NONCE_BYTES = 24;

/** One organisation's view of the embedded ledger: it stands for that organisation's peer. */
export class OrganisationLedger implements Ledger {
  readonly kind = 'embedded';
  readonly mspId: string;
  readonly #core: LedgerCore;

  constructor(core: LedgerCore, mspId: string) {
    this.#core = core;
    this.mspId = mspId;
  }

  propose(identity: Identity, request: TransactionRequest): Promise<Unsigned> {
    const { transactionId, bytes } = encodeProposal({
      channel: this.#core.channel,
      chaincode: request.chaincode ?? this.#core.defaultChaincode,
      args: [request.function, ...request.arguments].map((argument) => Buffer.from(argument, 'utf8')),
      transient: request.transient ?? {},
      creator: serializeIdentity(identity),
      nonce: randomBytes(NONCE_BYTES),
      timestamp: new Date(this.#core.clock()),
    });
    return Promise.resolve({ transactionId, bytes, message: bytes, digest: sha256(bytes) });
  }

  evaluate(bytes: Uint8Array, signature: Uint8Array): Promise<string> {
    return this.#core.endorser.evaluate(this.mspId, bytes, signature);
  }

  endorse(bytes: Uint8Array, signature: Uint8Array): Promise<Endorsed> {
    return this.#core.endorser.endorse(this.mspId, bytes, signature);
  }

  submit(bytes: Uint8Array, signature: Uint8Array): Promise<void> {
    return this.#core.submit(bytes, signature);
  }

  status(transactionId: string, options: { signal?: AbortSignal } = {}): Promise<Commit> {
    return this.#core.status(transactionId, options.signal);
  }

  transaction(transactionId: string): Promise<CommittedTransaction | undefined> {
    return Promise.resolve(this.#core.transaction(transactionId));
  }

  describe(bytes: Uint8Array): Description {
    try {
      return describe(bytes);
    } catch (cause) {
      const message = `The bytes are neither a proposal nor a transaction: ${messageOf(cause)}.`;
      throw failure('propose', 'LEDGER_MESSAGE_INVALID', message, { cause });
    }
  }

  stream(after: Position, options: { signal?: AbortSignal } = {}): AsyncIterable<CommittedTransaction> {
    return this.#core.stream(after, options.signal);
  }

  block(number: number): Promise<Block | undefined> {
    return Promise.resolve(this.#core.block(number));
  }

  blockBytes(number: number): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#core.blockBytes(number));
  }

  height(): Promise<number> {
    return Promise.resolve(this.#core.height);
  }

  latest(): Promise<Position> {
    return Promise.resolve(this.#core.latest);
  }

  /** The store belongs to the host, which closes it for all organisations. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
