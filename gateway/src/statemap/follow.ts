import { HanlianError, keyPrefixes, splitKey } from '@hanlian/chaincode/domain';
import type { Block, Ledger } from '../ledger/port.js';
import type { StateMap } from './state-map.js';

/** How many keys may wait to be written: what bounds memory while a map is built anew. */
const MOST_KEYS = 20_000;

export interface Followed {
  readonly ledger: Pick<Ledger, 'block'>;
  /** Whose world state it is. */
  readonly namespace: string;
}

/**
 * Brings a map to the end of a block, from wherever it stands, and keeps it provable there. One batch where no more than
 * a checkpoint's worth of keys changed.
 *
 * @throws {HanlianError} MAP_CHECKPOINT_UNKNOWN for a block passed and not kept, and as `StateMap.step`; LedgerError
 */
export async function advance(
  map: StateMap,
  { ledger, namespace }: Followed,
  to: number,
): Promise<Uint8Array> {
  const known = map.rootAt(to);
  if (known !== undefined) return known;
  if (to < map.head.block) throw passed(to);
  const changes = new Map<string, Uint8Array | undefined>();
  for (let block = map.head.block + 1; block < to; block++) {
    take(changes, await blockOf(ledger, block), namespace);
    if (changes.size < MOST_KEYS) continue;
    await map.step({ block, changes, keep: false });
    changes.clear();
  }
  if (map.head.block < to) take(changes, await blockOf(ledger, to), namespace);
  return map.step({ block: to, changes, keep: true });
}

/**
 * The same by way of the ends of other blocks, in order: those before `to` that it has not passed yet become provable too.
 *
 * @throws {HanlianError} as `advance`
 */
export async function advanceThrough(
  map: StateMap,
  followed: Followed,
  blocks: readonly number[],
  to: number,
): Promise<Uint8Array> {
  for (const block of blocks) {
    if (map.head.block < block && block < to) await advance(map, followed, block);
  }
  return advance(map, followed, to);
}

const passed = (block: number): HanlianError =>
  new HanlianError('MAP_CHECKPOINT_UNKNOWN', `The map has gone past block ${block} without keeping it`, {
    received: block,
  });

async function blockOf(ledger: Followed['ledger'], number: number): Promise<Block> {
  const block = await ledger.block(number);
  if (block === undefined) throw new Error(`The ledger has no block ${number}`);
  return block;
}

function take(
  changes: Map<string, Uint8Array | undefined>,
  { transactions }: Block,
  namespace: string,
): void {
  for (const { code, writes } of transactions) {
    if (code !== 'VALID') continue;
    for (const write of writes) {
      if (write.namespace === namespace && isMapped(write.key)) changes.set(write.key, write.value);
    }
  }
}

/** The log's own records stay out: a checkpoint that changed the map would have to be in it. */
const isMapped = (key: string): boolean => splitKey(key)[0] !== keyPrefixes.log;
