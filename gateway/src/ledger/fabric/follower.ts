import type { common } from '@hyperledger/fabric-protos';
import { messageOf } from '../common/failure.js';
import { Outcomes } from '../common/outcomes.js';
import { Height } from '../common/height.js';
import { LedgerError, type Block, type Commit, type CommittedTransaction, type Position } from '../port.js';
import { checkFollows, configIn, ForgedBlock, readBlock } from './blocks.js';
import { ChannelMembers } from './channel.js';
import { blocksFrom } from './deliver.js';
import type { FabricLimits } from './options.js';
import type { Peer } from './peers.js';
import { RecentMap } from './recent.js';

/** Where following begins: after a block, under a configuration. */
export interface Standing {
  readonly block: Block;
  readonly members: ChannelMembers;
  /** The place of the newest transaction of a chaincode up to there. */
  readonly latest: Position;
}

/**
 * The hub's one stream of blocks: from it come the height, the newest blocks, and the outcome of every transaction.
 * Each block must follow the one before it, and a new configuration counts from the block after the one that brings it.
 */
export class Follower {
  readonly #blocks: RecentMap<number, Block>;
  readonly #outcomes: RecentMap<string, Commit>;
  readonly #waiting = new Outcomes();
  readonly #height: Height;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #members: ChannelMembers;
  #newest: Block;
  #latest: Position;
  /** The first block from which on every outcome is remembered. */
  #remembersFrom: number;
  #fault: LedgerError | undefined;

  constructor(
    peers: readonly Peer[],
    { block, members, latest }: Standing,
    { recentBlocks, recentOutcomes }: FabricLimits,
  ) {
    this.#newest = block;
    this.#members = members;
    this.#latest = latest;
    this.#height = new Height(block.number + 1);
    this.#remembersFrom = block.number + 1;
    this.#blocks = new RecentMap(recentBlocks);
    this.#outcomes = new RecentMap(recentOutcomes, (commit) => (this.#remembersFrom = commit.block + 1));
    this.#running = this.#run(peers);
  }

  get height(): number {
    return this.#height.value;
  }

  /** The place of the newest transaction of a chaincode: some blocks hold none. */
  get latest(): Position {
    return this.#latest;
  }

  recent(number: number): Block | undefined {
    return this.#blocks.get(number);
  }

  known(transactionId: string): Commit | undefined {
    return this.#outcomes.get(transactionId);
  }

  /** Whether the outcome of what was not ordered before a height is remembered, or still to come. */
  coversFrom(height: number): boolean {
    return height >= this.#remembersFrom;
  }

  /** Waits until a block is there. @throws {LedgerError} when following has ended for good */
  async reach(number: number, signal: AbortSignal): Promise<void> {
    await this.#height.above(number, signal);
    this.#checkFault();
  }

  /** Waits for an outcome. @throws {LedgerError} when following has ended for good */
  wait(transactionId: string, signal?: AbortSignal): Promise<Commit> {
    this.#checkFault();
    const known = this.known(transactionId);
    return known ? Promise.resolve(known) : this.#waiting.wait(transactionId, signal);
  }

  #checkFault(): void {
    if (this.#fault) throw this.#fault;
  }

  async #run(peers: readonly Peer[]): Promise<void> {
    try {
      for await (const message of blocksFrom(peers, this.height, this.#stop.signal))
        await this.#take(message);
    } catch (error) {
      this.#fail(
        error instanceof LedgerError ? error : new ForgedBlock(this.height, messageOf(error), error),
      );
    }
  }

  async #take(message: common.Block): Promise<void> {
    const block = await readBlock(message, this.#members);
    checkFollows(block, this.#newest.hash);
    const config = configIn(message);
    if (config) this.#members = new ChannelMembers(config);
    this.#newest = block;
    this.#blocks.set(block.number, block);
    for (const transaction of block.transactions) this.#settle(transaction);
    this.#height.grow(block.number + 1);
  }

  /** A second copy of a transaction is void; its first outcome stands. */
  #settle({ transactionId, block, index, code }: CommittedTransaction): void {
    this.#latest = { block, index };
    if (code === 'DUPLICATE_TXID') return;
    const commit = { transactionId, block, index, code };
    this.#outcomes.set(transactionId, commit);
    this.#waiting.settle(commit);
  }

  #fail(fault: LedgerError): void {
    this.#fault = fault;
    this.#waiting.fail(() => fault);
    this.#height.close();
  }

  async close(reason: (transactionId: string) => Error): Promise<void> {
    this.#stop.abort();
    this.#waiting.fail(reason);
    this.#height.close();
    await this.#running;
  }
}
