import {
  committedTransaction,
  decodeBlock,
  decodeEnvelope,
  decodeTransaction,
} from '../fabric-messages/index.js';
import { headerHashOf, type BlockContent } from '../fabric-messages/index.js';
import type { Block, CommittedTransaction, Position } from '../port.js';
import { blockBytes } from './chain.js';
import type { Reader } from './store.js';

const CACHED_BLOCKS = 8;

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

/** The ledger's height, and word of its growth. */
export class Height {
  #value: number;
  #closed = false;
  readonly #waiting = new Set<() => void>();

  constructor(value: number) {
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }

  get closed(): boolean {
    return this.#closed;
  }

  grow(value: number): void {
    this.#value = value;
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Resolves when the height exceeds `number`, at close, or when aborted. */
  async above(number: number, signal?: AbortSignal): Promise<void> {
    while (this.#value <= number && !this.#closed && !signal?.aborted) await this.#change(signal);
  }

  #change(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
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
