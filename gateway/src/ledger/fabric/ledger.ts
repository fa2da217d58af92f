import { randomBytes } from 'node:crypto';
import { gateway as messages, peer as protos } from '@hyperledger/fabric-protos';
import { failure, messageOf } from '../embedded/errors.js';
import {
  decodeProposal,
  describe,
  encodeProposal,
  serializeIdentity,
  sha256,
} from '../fabric-messages/index.js';
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
import type { BlockVerifier } from './blocks.js';
import { ledgerError } from './errors.js';
import { Follower, type Standing } from './follower.js';
import { DEFAULT_FABRIC_LIMITS, type FabricLedgerOptions, type FabricLimits } from './options.js';
import { Peers, type Peer } from './peers.js';
import { RecentSet } from './recent.js';
import { Semaphore } from './semaphore.js';
import { blockByNumber, blockOfTransaction } from './system.js';

const NONCE_BYTES = 24;

const deadline = (milliseconds: number): { deadline: number } => ({ deadline: Date.now() + milliseconds });

/** One organisation's view of a Fabric channel, through its own peers. */
export class FabricLedger implements Ledger {
  readonly kind = 'fabric';
  readonly mspId: string;
  readonly #options: FabricLedgerOptions;
  readonly #limits: FabricLimits;
  readonly #peers: Peers;
  readonly #verifier: BlockVerifier;
  readonly #follower: Follower;
  readonly #places: Semaphore;
  /** Endorsed since this hub began to follow: their blocks are still to come, so nobody need be asked. */
  readonly #endorsedHere: RecentSet<string>;
  #closed = false;

  constructor(options: FabricLedgerOptions, peers: Peers, verifier: BlockVerifier, standing: Standing) {
    this.mspId = options.mspId;
    this.#options = options;
    this.#limits = { ...DEFAULT_FABRIC_LIMITS, ...options.limits };
    this.#peers = peers;
    this.#verifier = verifier;
    this.#endorsedHere = new RecentSet(this.#limits.recentOutcomes);
    this.#places = new Semaphore(this.#limits.inFlight);
    this.#follower = new Follower(peers.own, verifier, standing, this.#limits);
  }

  propose(identity: Identity, request: TransactionRequest): Promise<Unsigned> {
    const { transactionId, bytes: message } = encodeProposal({
      channel: this.#options.channel,
      chaincode: request.chaincode ?? this.#options.chaincode,
      args: [request.function, ...request.arguments].map((argument) => Buffer.from(argument, 'utf8')),
      transient: request.transient ?? {},
      creator: serializeIdentity(identity),
      nonce: randomBytes(NONCE_BYTES),
      timestamp: new Date((this.#options.clock ?? Date.now)()),
    });
    const signed = new protos.SignedProposal();
    signed.setProposalBytes(message);
    const proposed = new messages.ProposedTransaction();
    proposed.setTransactionId(transactionId);
    proposed.setProposal(signed);
    proposed.setEndorsingOrganizationsList([...(request.endorsingOrganizations ?? [])]);
    return Promise.resolve({
      transactionId,
      bytes: proposed.serializeBinary(),
      message,
      digest: sha256(message),
    });
  }

  async evaluate(bytes: Uint8Array, signature: Uint8Array): Promise<string> {
    const { transactionId } = this.#proposal('evaluate', bytes);
    const result = await this.#ask('evaluate', this.#peers.own, transactionId, (peer) =>
      peer.gateway.newSignedProposal(bytes, signature).evaluate(deadline(this.#limits.evaluateMs)),
    );
    return Buffer.from(result).toString('utf8');
  }

  async endorse(bytes: Uint8Array, signature: Uint8Array): Promise<Endorsed> {
    const { transactionId, isPrivate } = this.#proposal('endorse', bytes);
    const peers = isPrivate ? this.#peers.own : this.#peers.any;
    const transaction = await this.#ask('endorse', peers, transactionId, (peer) =>
      peer.gateway.newSignedProposal(bytes, signature).endorse(deadline(this.#limits.endorseMs)),
    );
    this.#endorsedHere.add(transactionId);
    const prepared = transaction.getBytes();
    const message = payloadOf(prepared);
    return {
      transactionId,
      bytes: prepared,
      message,
      digest: sha256(message),
      result: Buffer.from(transaction.getResult()).toString('utf8'),
    };
  }

  /** What is known of a proposal before it is sent. */
  #proposal(stage: 'evaluate' | 'endorse', bytes: Uint8Array): { transactionId: string; isPrivate: boolean } {
    this.#refuseWhenClosed(stage);
    try {
      const { header, transient } = decodeProposal(proposalBytes(bytes));
      return { transactionId: header.transactionId, isPrivate: transient.size > 0 };
    } catch (cause) {
      throw failure(stage, 'LEDGER_MESSAGE_INVALID', `The bytes are no proposal: ${messageOf(cause)}`, {
        cause,
      });
    }
  }

  async submit(bytes: Uint8Array, signature: Uint8Array): Promise<void> {
    this.#refuseWhenClosed('submit');
    const transactionId = messages.PreparedTransaction.deserializeBinary(bytes).getTransactionId();
    await this.#ask('submit', this.#peers.any, transactionId, (peer) =>
      peer.gateway.newSignedTransaction(bytes, signature).submit(deadline(this.#limits.submitMs)),
    );
  }

  #ask<T>(
    stage: 'evaluate' | 'endorse' | 'submit',
    peers: readonly Peer[],
    transactionId: string,
    call: (peer: Peer) => Promise<T>,
  ): Promise<T> {
    return this.#places.run(() => this.#peers.ask(stage, peers, call, transactionId));
  }

  async status(transactionId: string, options: { signal?: AbortSignal } = {}): Promise<Commit> {
    this.#refuseWhenClosed('commit');
    const waiting = this.#follower.wait(transactionId, options.signal);
    if (this.#endorsedHere.has(transactionId)) return waiting;
    // It may have been committed before this hub began to follow: then no block will bring it again.
    void this.transaction(transactionId).then(
      (found) => found && this.#follower.settle(found),
      () => undefined,
    );
    return waiting;
  }

  async transaction(transactionId: string): Promise<CommittedTransaction | undefined> {
    this.#refuseWhenClosed('stream');
    const known = this.#follower.known(transactionId);
    const block = known ? await this.block(known.block) : await this.#blockOf(transactionId);
    return block?.transactions.find((transaction) => transaction.transactionId === transactionId);
  }

  async #blockOf(transactionId: string): Promise<Block | undefined> {
    return this.#absent(async (peer) =>
      this.#verifier.read(await blockOfTransaction(peer, this.#options.channel, transactionId), undefined),
    );
  }

  async block(number: number): Promise<Block | undefined> {
    this.#refuseWhenClosed('stream');
    if (number >= this.#follower.height.value) return undefined;
    return (
      this.#follower.recent(number) ??
      this.#absent(async (peer) =>
        this.#verifier.read(await blockByNumber(peer, this.#options.channel, number), undefined),
      )
    );
  }

  async blockBytes(number: number): Promise<Uint8Array | undefined> {
    this.#refuseWhenClosed('stream');
    if (number >= this.#follower.height.value) return undefined;
    const block = await this.#absent((peer) => blockByNumber(peer, this.#options.channel, number));
    return block?.serializeBinary();
  }

  /** What the peer says does not exist is undefined; what it cannot say is an error. */
  async #absent<T>(find: (peer: Peer) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#peers.ask('stream', this.#peers.own, find);
    } catch (error) {
      if (/no such transaction ID|entry not found|not found in index|no such block/i.test(messageOf(error)))
        return undefined;
      throw error;
    }
  }

  describe(bytes: Uint8Array): Description {
    try {
      return describe(innerBytes(bytes));
    } catch (cause) {
      const message = `The bytes are neither a proposal nor a transaction: ${messageOf(cause)}.`;
      throw failure('propose', 'LEDGER_MESSAGE_INVALID', message, { cause });
    }
  }

  async *stream(
    after: Position,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<CommittedTransaction, void> {
    for (let number = Math.max(0, after.block); await this.#reaches(number, signal); number += 1) {
      const transactions = (await this.block(number))?.transactions ?? [];
      const from = number === after.block ? after.index : -1;
      for (const transaction of transactions.filter(({ index }) => index > from)) {
        yield transaction;
        if (signal?.aborted) return;
      }
    }
  }

  /** Waits until a block is there; false when the waiting has ended. */
  async #reaches(number: number, signal?: AbortSignal): Promise<boolean> {
    const { height, fault } = this.#follower;
    await height.above(number, signal);
    if (fault) throw ledgerError('stream', fault);
    return !height.closed && !signal?.aborted;
  }

  height(): Promise<number> {
    return Promise.resolve(this.#follower.height.value);
  }

  latest(): Promise<Position> {
    return Promise.resolve(this.#follower.latest);
  }

  #refuseWhenClosed(stage: 'evaluate' | 'endorse' | 'submit' | 'commit' | 'stream'): void {
    if (this.#closed) throw failure(stage, 'LEDGER_CLOSED', 'The ledger is closed');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const reason = (transactionId: string): Error =>
      failure('commit', 'LEDGER_CLOSED', 'The ledger was closed before the outcome was known', {
        transactionId,
      });
    await this.#follower.close(reason);
    this.#peers.close();
  }
}

const proposalBytes = (bytes: Uint8Array): Uint8Array =>
  messages.ProposedTransaction.deserializeBinary(bytes).getProposal()?.getProposalBytes_asU8() ??
  new Uint8Array();

const payloadOf = (bytes: Uint8Array): Uint8Array =>
  messages.PreparedTransaction.deserializeBinary(bytes).getEnvelope()?.getPayload_asU8() ?? new Uint8Array();

/** What a signer signs, out of what the client library passes around. */
function innerBytes(bytes: Uint8Array): Uint8Array {
  try {
    const payload = payloadOf(bytes);
    describe(payload);
    return payload;
  } catch {
    return proposalBytes(bytes);
  }
}
