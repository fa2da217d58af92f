import { common } from '@hyperledger/fabric-protos';
import type { Peer } from './peers.js';

/** Whose peers may answer, and about which channel. */
export interface Place {
  readonly mspId: string;
  readonly channel: string;
}

interface Options {
  readonly deadline: number;
}

/** The peer's own chaincode on its blocks, asked with the hub's identity. */
function ask(
  peer: Peer,
  { mspId, channel }: Place,
  call: string,
  args: readonly string[],
  options: Options,
): Promise<Uint8Array> {
  return peer.network
    .getContract('qscc')
    .newProposal(call, { arguments: [channel, ...args], endorsingOrganizations: [mspId] })
    .evaluate(options);
}

/** Height and newest hash of a channel. */
export async function chainInfo(peer: Peer, place: Place, options: Options): Promise<common.BlockchainInfo> {
  return common.BlockchainInfo.deserializeBinary(await ask(peer, place, 'GetChainInfo', [], options));
}

/** The block that holds a transaction. The peer answers with an error when none does. */
export async function blockOfTransaction(
  peer: Peer,
  place: Place,
  transactionId: string,
  options: Options,
): Promise<common.Block> {
  return common.Block.deserializeBinary(await ask(peer, place, 'GetBlockByTxID', [transactionId], options));
}
