import { BlockVerifier } from './blocks.js';
import { FabricLedger } from './ledger.js';
import type { FabricLedgerOptions } from './options.js';
import { Peers } from './peers.js';
import { channelConfig, heightOf } from './system.js';

/**
 * Opens one organisation's view of a channel: reads the channel's configuration and height from one of its own peers
 * and follows its blocks from there.
 *
 * @throws {LedgerError} LEDGER_UNAVAILABLE when none of the organisation's peers answers
 */
export async function openFabricLedger(options: FabricLedgerOptions): Promise<FabricLedger> {
  const peers = new Peers(options);
  try {
    const { config, height } = await peers.ask('open', peers.own, async (peer) => ({
      config: await channelConfig(peer, options.channel),
      height: await heightOf(peer, options.channel),
    }));
    return new FabricLedger(options, peers, new BlockVerifier(config), height);
  } catch (error) {
    peers.close();
    throw error;
  }
}
