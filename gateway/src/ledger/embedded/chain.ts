import { blockKey, headKey, metaKey, transactionKey } from './keys.js';
import type { Reader } from './store.js';
import type { Commit } from '../port.js';

/** The newest block's place in the chain: what the next block builds on. */
export interface Head {
  /** The number of blocks. */
  readonly height: number;
  /** Header hash of the newest block; empty before the first. */
  readonly hash: Buffer;
  /** State hash of the newest block; empty before the first. */
  readonly stateHash: Buffer;
}

export const EMPTY_HEAD: Head = { height: 0, hash: Buffer.alloc(0), stateHash: Buffer.alloc(0) };

const HEIGHT = metaKey('height');
const HASH_BYTES = 32;

/** The records that a block's batch adds beside its writes. */
export function chainRecords(head: Head, block: Uint8Array): [string, Buffer][] {
  return [
    [blockKey(head.height - 1), Buffer.from(block)],
    [headKey(head.height - 1), Buffer.concat([head.hash, head.stateHash])],
    [HEIGHT, Buffer.from(String(head.height))],
  ];
}

/** Reads the head; undefined when the store says a height that it holds no block of. */
export function readHead(reader: Reader): Head | undefined {
  const height = Number(reader.get(HEIGHT) ?? '0');
  return height === 0 ? EMPTY_HEAD : readHeadOf(reader, height);
}

/** The head as it was at a height. */
export function readHeadOf(reader: Reader, height: number): Head | undefined {
  const hashes = reader.get(headKey(height - 1));
  if (hashes?.length !== 2 * HASH_BYTES) return undefined;
  return { height, hash: hashes.subarray(0, HASH_BYTES), stateHash: hashes.subarray(HASH_BYTES) };
}

/** The index entry of a transaction: where it stands and what became of it. */
export function indexRecord({ transactionId, block, index, code }: Commit): [string, Buffer] {
  return [transactionKey(transactionId), Buffer.from(`${block} ${index} ${code}`)];
}

export function findTransaction(reader: Reader, transactionId: string): Commit | undefined {
  const [block, index, code] = reader.get(transactionKey(transactionId))?.toString('utf8').split(' ') ?? [];
  return code === undefined ? undefined : { transactionId, block: Number(block), index: Number(index), code };
}

export function blockBytes(reader: Reader, number: number): Buffer | undefined {
  return reader.get(blockKey(number));
}
