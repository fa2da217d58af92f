import type { common } from '@hyperledger/fabric-protos';
import { Outcomes } from '../embedded/outcomes.js';
import { Height } from '../embedded/stream.js';
import type { Block, Commit, Position } from '../port.js';
import { ForgedBlock, type BlockVerifier } from './blocks.js';
import type { FabricLimits } from './options.js';
import type { Peer } from './peers.js';
import { RecentMap } from './recent.js';

const RETRY_MS = 250;

/** How far the channel had got when following began. */
export interface Standing {
  readonly height: number;
  readonly latest: Position;
}

/**
 * The hub's one stream of blocks: from it come the height, the newest blocks, and the outcome of every transaction.
 * When its peer goes away it goes on at another of the organisation's own, or at the same one once it is back, from
 * the block it had got to: nothing is missed and nothing seen twice.
 */
export class Follower {
  readonly #peers: readonly Peer[];
  readonly #verifier: BlockVerifier;
  readonly #blocks: RecentMap<number, Block>;
  readonly #outcomes: RecentMap<string, Commit>;
  readonly #waiting = new Outcomes();
  readonly #height: Height;
  readonly #running: Promise<void>;
  #previous: Uint8Array | undefined;
  #iterator: { close(): void } | undefined;
  #latest: Position;
  #closed = false;
  #fault: ForgedBlock | undefined;

  constructor(
    peers: readonly Peer[],
    verifier: BlockVerifier,
    { height, latest }: Standing,
    { recentBlocks, recentOutcomes }: Pick<FabricLimits, 'recentBlocks' | 'recentOutcomes'>,
  ) {
    this.#peers = peers;
    this.#verifier = verifier;
    this.#height = new Height(height);
    this.#latest = latest;
    this.#blocks = new RecentMap(recentBlocks);
    this.#outcomes = new RecentMap(recentOutcomes);
    this.#running = this.#run();
  }

  /** The place of the newest transaction of a chaincode: some blocks hold none. */
  get latest(): Position {
    return this.#latest;
  }

  get height(): Height {
    return this.#height;
  }

  /** Why following has ended for good: a block that does not hang together. */
  get fault(): ForgedBlock | undefined {
    return this.#fault;
  }

  recent(number: number): Block | undefined {
    return this.#blocks.get(number);
  }

  known(transactionId: string): Commit | undefined {
    return this.#outcomes.get(transactionId);
  }

  wait(transactionId: string, signal?: AbortSignal): Promise<Commit> {
    const known = this.known(transactionId);
    return known ? Promise.resolve(known) : this.#waiting.wait(transactionId, signal);
  }

  /** Tells a waiter what was found elsewhere. */
  settle(commit: Commit): void {
    this.#waiting.settle(commit);
  }

  #following(): boolean {
    return !this.#closed && this.#fault === undefined;
  }

  async #run(): Promise<void> {
    for (let turn = 0; this.#following(); turn += 1) {
      const peer = this.#peers[turn % this.#peers.length];
      if (peer === undefined) return;
      try {
        await this.#follow(peer);
      } catch (error) {
        if (error instanceof ForgedBlock) this.#fail(error);
      }
      if (this.#following()) await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  }

  async #follow(peer: Peer): Promise<void> {
    const blocks = await peer.network.getBlockEvents({ startBlock: BigInt(this.#height.value) });
    this.#iterator = blocks;
    try {
      for await (const message of blocks) await this.#take(message);
    } finally {
      blocks.close();
    }
  }

  async #take(message: common.Block): Promise<void> {
    const block = await this.#verifier.read(message, this.#previous);
    this.#previous = block.hash;
    this.#blocks.set(block.number, block);
    for (const { transactionId, block: number, index, code } of block.transactions) {
      // A second copy of a transaction is void; its first outcome stands.
      const commit = this.known(transactionId) ?? { transactionId, block: number, index, code };
      this.#outcomes.set(transactionId, commit);
      this.#waiting.settle(commit);
    }
    const last = block.transactions.at(-1);
    if (last) this.#latest = { block: last.block, index: last.index };
    this.#height.grow(block.number + 1);
  }

  #fail(error: ForgedBlock): void {
    this.#fault = error;
    this.#waiting.fail(() => error);
    this.#height.close();
  }

  async close(reason: (transactionId: string) => Error): Promise<void> {
    this.#closed = true;
    this.#iterator?.close();
    this.#waiting.fail(reason);
    this.#height.close();
    await this.#running;
  }
}
