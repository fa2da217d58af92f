import {
  committedTransaction,
  decodeBlock,
  decodeEnvelope,
  decodeTransaction,
} from '../fabric-messages/index.js';
import { headerHashOf, type BlockContent } from '../fabric-messages/index.js';
import type { Block, CommittedTransaction, Position } from '../port.js';
import type { Height } from '../common/height.js';
import { blockBytes } from './chain.js';
import type { Reader } from './store.js';

/** What several seconds of full load write: who follows the head, if only now and then, finds it decoded. */
const CACHED_BYTES = 32 * 1024 * 1024;

interface Cached {
  readonly block: Block;
  readonly bytes: number;
}

/** Blocks as the port shows them. The newest read are kept decoded, since all hubs follow the head, each with several readers. */
export class BlockReader {
  readonly #reader: Reader;
  readonly #recent = new Map<number, Cached>();
  #cachedBytes = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  block(number: number): Block | undefined {
    const known = this.#recent.get(number);
    if (known) return known.block;
    const bytes = blockBytes(this.#reader, number);
    if (!bytes) return undefined;
    const block = portBlock(decodeBlock(bytes));
    this.#recent.set(number, { block, bytes: bytes.length });
    this.#cachedBytes += bytes.length;
    this.#forgetOldest(number);
    return block;
  }

  /** A block larger than all that may be kept stays until the next is read. */
  #forgetOldest(newest: number): void {
    for (const [number, { bytes }] of this.#recent) {
      if (this.#cachedBytes <= CACHED_BYTES || number === newest) return;
      this.#recent.delete(number);
      this.#cachedBytes -= bytes;
    }
  }

  /** The transactions of a block from an index on. */
  from(number: number, index: number): readonly CommittedTransaction[] {
    return this.block(number)?.transactions.slice(index) ?? [];
  }
}

function portBlock(content: BlockContent): Block {
  const { number, previousHash, dataHash } = content.header;
  return {
    number,
    previousHash,
    dataHash,
    hash: headerHashOf(content.header),
    stateHash: content.commitHash,
    transactions: content.envelopes.map((envelope, index) =>
      committedTransaction(decodeTransaction(decodeEnvelope(envelope).payload), {
        block: number,
        index,
        code: content.codes[index] ?? 'NOT_VALIDATED',
      }),
    ),
  };
}

/**
 * Transactions after a position, in ledger order, then new ones as they come; ends quietly on abort or close. Each
 * consumer reads blocks at its own pace, so a slow one holds one block and nothing is kept for it.
 */
export async function* streamAfter(
  blocks: BlockReader,
  height: Height,
  after: Position,
  signal?: AbortSignal,
): AsyncGenerator<CommittedTransaction, void> {
  const from = after.block < 0 ? { block: 0, index: 0 } : { block: after.block, index: after.index + 1 };
  const ended = (): boolean => height.closed || (signal?.aborted ?? false);
  for (let number = from.block; ; number++) {
    await height.above(number, signal);
    if (ended()) return;
    for (const transaction of blocks.from(number, number === from.block ? from.index : 0)) {
      yield transaction;
      if (ended()) return;
    }
  }
}
