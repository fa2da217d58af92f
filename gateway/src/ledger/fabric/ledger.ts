import { randomBytes } from 'node:crypto';
import { failure, messageOf } from '../common/failure.js';
import { encodeProposal, serializeIdentity, sha256 } from '../fabric-messages/index.js';
import type {
  Block,
  Commit,
  CommittedTransaction,
  Description,
  Endorsed,
  Identity,
  Ledger,
  Position,
  Stage,
  TransactionRequest,
  Unsigned,
} from '../port.js';
import { checkFollows } from './blocks.js';
import { Calls } from './calls.js';
import { Follower, type Standing } from './follower.js';
import type { History } from './history.js';
import type { FabricLedgerOptions, FabricLimits } from './options.js';
import type { Peers } from './peers.js';
import { RecentMap } from './recent.js';
import { describeWrapped, wrapProposal } from './wrapped.js';

const NONCE_BYTES = 24;

/** One organisation's view of a Fabric channel, through its own peers. */
export class FabricLedger implements Ledger {
  readonly kind = 'fabric';
  readonly mspId: string;
  readonly #options: FabricLedgerOptions;
  readonly #peers: Peers;
  readonly #calls: Calls;
  readonly #history: History;
  readonly #follower: Follower;
  /** The height at which each transaction was endorsed here: it cannot stand in an earlier block. */
  readonly #endorsedAt: RecentMap<string, number>;
  readonly #closing = new AbortController();

  constructor(
    options: FabricLedgerOptions,
    limits: FabricLimits,
    peers: Peers,
    history: History,
    standing: Standing,
  ) {
    this.mspId = options.mspId;
    this.#options = options;
    this.#peers = peers;
    this.#calls = new Calls(options.mspId, peers, limits);
    this.#history = history;
    this.#follower = new Follower(peers.own, standing, limits);
    this.#endorsedAt = new RecentMap(limits.recentOutcomes);
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
    const bytes = wrapProposal(transactionId, message, request.endorsingOrganizations ?? []);
    return Promise.resolve({ transactionId, bytes, message, digest: sha256(message) });
  }

  async evaluate(bytes: Uint8Array, signature: Uint8Array): Promise<string> {
    this.#refuseWhenClosed('evaluate');
    return this.#calls.evaluate(bytes, signature);
  }

  async endorse(bytes: Uint8Array, signature: Uint8Array): Promise<Endorsed> {
    this.#refuseWhenClosed('endorse');
    const endorsed = await this.#calls.endorse(bytes, signature);
    this.#endorsedAt.set(endorsed.transactionId, this.#follower.height);
    return endorsed;
  }

  async submit(bytes: Uint8Array, signature: Uint8Array): Promise<void> {
    this.#refuseWhenClosed('submit');
    return this.#calls.submit(bytes, signature);
  }

  async status(transactionId: string, { signal }: { signal?: AbortSignal } = {}): Promise<Commit> {
    this.#refuseWhenClosed('commit');
    const endorsedAt = this.#endorsedAt.get(transactionId);
    if (endorsedAt === undefined || !this.#follower.coversFrom(endorsedAt)) {
      const found = await this.transaction(transactionId);
      if (found) return { transactionId, block: found.block, index: found.index, code: found.code };
      this.#refuseWhenClosed('commit');
    }
    return this.#follower.wait(transactionId, signal);
  }

  async transaction(transactionId: string): Promise<CommittedTransaction | undefined> {
    this.#refuseWhenClosed('stream');
    const known = this.#follower.known(transactionId);
    const block = known ? await this.block(known.block) : await this.#history.blockOf(transactionId);
    return block?.transactions.find((transaction) => transaction.transactionId === transactionId);
  }

  async block(number: number): Promise<Block | undefined> {
    this.#refuseWhenClosed('stream');
    if (number >= this.#follower.height) return undefined;
    return this.#follower.recent(number) ?? (await this.#history.block(number)).block;
  }

  async blockBytes(number: number): Promise<Uint8Array | undefined> {
    this.#refuseWhenClosed('stream');
    return number < this.#follower.height ? this.#history.bytes(number) : undefined;
  }

  describe(bytes: Uint8Array): Description {
    try {
      return describeWrapped(bytes);
    } catch (cause) {
      const message = `The bytes are neither a proposal nor a transaction: ${messageOf(cause)}.`;
      throw failure('propose', 'LEDGER_MESSAGE_INVALID', message, { cause });
    }
  }

  async *stream(
    after: Position,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<CommittedTransaction, void> {
    const ending = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    for await (const block of this.#blocks(Math.max(0, after.block), ending)) {
      const from = block.number === after.block ? after.index : -1;
      for (const transaction of block.transactions.filter(({ index }) => index > from)) {
        yield transaction;
        if (ending.aborted) return;
      }
    }
  }

  /** Every block from a number on. Each must follow the one before it, whether it was read from old or from the head. */
  async *#blocks(from: number, ending: AbortSignal): AsyncGenerator<Block, void> {
    let previous: Block | undefined;
    for await (const block of this.#pieces(from, ending)) {
      if (previous) checkFollows(block, previous.hash);
      yield block;
      previous = block;
    }
  }

  /** From the newest blocks, which are kept for all who follow the head; what is older comes by a stream of its own. */
  async *#pieces(from: number, ending: AbortSignal): AsyncGenerator<Block, void> {
    let next = from;
    for (;;) {
      await this.#follower.reach(next, ending);
      if (ending.aborted) return;
      const recent = this.#follower.recent(next);
      if (recent) {
        yield recent;
        next += 1;
        continue;
      }
      for await (const block of this.#history.from(next, ending)) {
        yield block;
        next = block.number + 1;
        if (next >= this.#follower.height || this.#follower.recent(next)) break;
      }
    }
  }

  height(): Promise<number> {
    return Promise.resolve(this.#follower.height);
  }

  latest(): Promise<Position> {
    return Promise.resolve(this.#follower.latest);
  }

  #refuseWhenClosed(stage: Stage): void {
    if (this.#closing.signal.aborted) throw failure(stage, 'LEDGER_CLOSED', 'The ledger is closed');
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    const message = 'The ledger was closed before the outcome was known';
    await this.#follower.close((transactionId) =>
      failure('commit', 'LEDGER_CLOSED', message, { transactionId }),
    );
    this.#peers.close();
  }
}
