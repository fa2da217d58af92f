import { BlockVerifier } from './blocks.js';
import { FabricLedger } from './ledger.js';
import type { FabricLedgerOptions } from './options.js';
import { START } from '../port.js';
import type { Standing } from './follower.js';
import { Peers, type Peer } from './peers.js';
import { blockByNumber, channelConfig, heightOf } from './system.js';

/**
 * Opens one organisation's view of a channel: reads the channel's configuration and height from one of its own peers
 * and follows its blocks from there.
 *
 * @throws {LedgerError} LEDGER_UNAVAILABLE when none of the organisation's peers answers
 */
export async function openFabricLedger(options: FabricLedgerOptions): Promise<FabricLedger> {
  const peers = new Peers(options);
  try {
    return await peers.ask('open', peers.own, async (peer) => {
      const verifier = new BlockVerifier(await channelConfig(peer, options.channel));
      const standing = await standingOf(peer, options.channel, verifier);
      return new FabricLedger(options, peers, verifier, standing);
    });
  } catch (error) {
    peers.close();
    throw error;
  }
}

/** Walks back over blocks that hold no transaction of a chaincode. */
async function standingOf(peer: Peer, channel: string, verifier: BlockVerifier): Promise<Standing> {
  const height = await heightOf(peer, channel);
  for (let number = height - 1; number >= 0; number -= 1) {
    const { transactions } = await verifier.read(await blockByNumber(peer, channel, number), undefined);
    const last = transactions.at(-1);
    if (last) return { height, latest: { block: last.block, index: last.index } };
  }
  return { height, latest: START };
}
