import { START, type Position } from '../port.js';
import type { Standing } from './follower.js';
import { History } from './history.js';
import { FabricLedger } from './ledger.js';
import { DEFAULT_FABRIC_LIMITS, type FabricLedgerOptions } from './options.js';
import { Peers } from './peers.js';

/**
 * Opens one organisation's view of a channel: reads the newest block and the configuration it was made under from one of
 * the organisation's own peers, and follows the channel from there.
 *
 * @throws {LedgerError} LEDGER_UNAVAILABLE when none of the organisation's peers answers
 */
export async function openFabricLedger(options: FabricLedgerOptions): Promise<FabricLedger> {
  const { mspId, channel } = options;
  const limits = { ...DEFAULT_FABRIC_LIMITS, ...options.limits };
  const peers = new Peers(options);
  try {
    const history = new History(peers, { mspId, channel, within: limits.evaluateMs });
    return new FabricLedger(options, limits, peers, history, await standingOf(history));
  } catch (error) {
    peers.close();
    throw error;
  }
}

async function standingOf(history: History): Promise<Standing> {
  const newest = await history.block((await history.height()) - 1);
  return { ...newest, latest: await latestUpTo(newest.block.number, history) };
}

/** Walks back over blocks that hold no transaction of a chaincode. */
async function latestUpTo(number: number, history: History): Promise<Position> {
  for (let at = number; at >= 0; at -= 1) {
    const last = (await history.block(at)).block.transactions.at(-1);
    if (last) return { block: last.block, index: last.index };
  }
  return START;
}
