import { common } from '@hyperledger/fabric-protos';
import { messageOf } from '../common/failure.js';
import type { Block } from '../port.js';
import { configIn, configNumberOf, ForgedBlock, readBlock } from './blocks.js';
import { ChannelMembers } from './channel.js';
import { blockAt, blocksFrom } from './deliver.js';
import type { Peers } from './peers.js';
import { RecentMap } from './recent.js';
import { chainInfo, blockOfTransaction } from './system.js';

/** Configurations kept: a channel's history has few, and readers go through them in order. */
const CONFIGURATIONS = 16;

/** A block together with the organisations that count from it on. */
export interface Found {
  readonly block: Block;
  readonly members: ChannelMembers;
}

/** Reads what the organisation's own peers hold, each block under the configuration it was made under. */
export class History {
  readonly #peers: Peers;
  readonly #mspId: string;
  readonly #channel: string;
  readonly #within: number;
  readonly #members = new RecentMap<number, ChannelMembers>(CONFIGURATIONS);

  constructor(peers: Peers, { mspId, channel, within }: { mspId: string; channel: string; within: number }) {
    this.#peers = peers;
    this.#mspId = mspId;
    this.#channel = channel;
    this.#within = within;
  }

  /** The number of blocks a peer has. */
  async height(): Promise<number> {
    const info = await this.#peers.ask(this.#question('open'), (peer, options) =>
      chainInfo(peer, this.#place, options),
    );
    return info.getHeight();
  }

  /** A block that a peer has. */
  async block(number: number): Promise<Found> {
    return this.#read(await this.#message(number));
  }

  /** A block as the peer has it (`common.Block`), private data never included. */
  async bytes(number: number): Promise<Uint8Array> {
    const message = await this.#message(number);
    await this.#read(message);
    return message.serializeBinary();
  }

  /** The block that holds a transaction, if any does. */
  async blockOf(transactionId: string): Promise<Block | undefined> {
    try {
      const message = await this.#peers.ask(this.#question('stream'), (peer, options) =>
        blockOfTransaction(peer, this.#place, transactionId, options),
      );
      return (await this.#read(message)).block;
    } catch (error) {
      if (/no such transaction ID/.test(messageOf(error))) return undefined;
      throw error;
    }
  }

  /** Blocks from a number on, until aborted; waits for a peer as long as there is none. */
  async *from(number: number, signal: AbortSignal): AsyncGenerator<Block, void> {
    for await (const message of blocksFrom(this.#peers.own, number, signal)) {
      yield (await this.#read(message)).block;
    }
  }

  async #read(message: common.Block): Promise<Found> {
    const members = await this.#membersAt(configNumberOf(message));
    return { block: await readBlock(message, members), members };
  }

  #message(number: number): Promise<common.Block> {
    return this.#peers.ask(this.#question('stream'), (peer, options) => blockAt(peer, number, options));
  }

  async #membersAt(number: number): Promise<ChannelMembers> {
    const known = this.#members.get(number);
    if (known !== undefined) return known;
    const config = configIn(await this.#message(number));
    if (config === undefined) throw new ForgedBlock(number, 'it brings no configuration');
    const members = new ChannelMembers(config);
    this.#members.set(number, members);
    return members;
  }

  get #place(): { mspId: string; channel: string } {
    return { mspId: this.#mspId, channel: this.#channel };
  }

  #question(stage: 'open' | 'stream'): Parameters<Peers['ask']>[0] {
    return { stage, peers: this.#peers.own, within: this.#within };
  }
}
