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

const CACHED_BLOCKS = 64;

/** Blocks as the port shows them. The newest few are kept decoded, since many consumers follow the head. */
export class BlockReader {
  readonly #reader: Reader;
  readonly #recent = new Map<number, Block>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  block(number: number): Block | undefined {
    const known = this.#recent.get(number);
    if (known) return known;
    const bytes = blockBytes(this.#reader, number);
    if (!bytes) return undefined;
    const block = portBlock(decodeBlock(bytes));
    this.#recent.set(number, block);
    if (this.#recent.size > CACHED_BLOCKS) this.#recent.delete(this.#recent.keys().next().value ?? -1);
    return block;
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
