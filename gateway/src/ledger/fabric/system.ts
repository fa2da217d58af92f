import { common } from '@hyperledger/fabric-protos';
import type { Peer } from './peers.js';

/** The peer's own chaincodes, asked with the hub's identity. */
async function ask(
  peer: Peer,
  chaincode: 'qscc' | 'cscc',
  call: string,
  ...args: string[]
): Promise<Uint8Array> {
  return peer.network.getContract(chaincode).evaluateTransaction(call, ...args);
}

/** The number of blocks of the channel. */
export async function heightOf(peer: Peer, channel: string): Promise<number> {
  return common.BlockchainInfo.deserializeBinary(
    await ask(peer, 'qscc', 'GetChainInfo', channel),
  ).getHeight();
}

export async function blockByNumber(peer: Peer, channel: string, number: number): Promise<common.Block> {
  return common.Block.deserializeBinary(await ask(peer, 'qscc', 'GetBlockByNumber', channel, String(number)));
}

/** The block that holds a transaction. The peer answers with an error when none does. */
export async function blockOfTransaction(
  peer: Peer,
  channel: string,
  transactionId: string,
): Promise<common.Block> {
  return common.Block.deserializeBinary(await ask(peer, 'qscc', 'GetBlockByTxID', channel, transactionId));
}

/** The channel's present configuration. */
export async function channelConfig(peer: Peer, channel: string): Promise<common.Config> {
  const config = common.Config.deserializeBinary(await ask(peer, 'cscc', 'GetChannelConfig', channel));
  return config;
}
