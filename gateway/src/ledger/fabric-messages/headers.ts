import { common, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { sha256 } from './digest.js';

/** What a proposal and its transaction say about themselves (`common.ChannelHeader`, `common.SignatureHeader`). */
export interface Header {
  readonly channel: string;
  readonly transactionId: string;
  /** The client's claimed time. */
  readonly timestamp: Date;
  readonly chaincode: string;
  /** `msp.SerializedIdentity` of the client. */
  readonly creator: Uint8Array;
  /** Fresh random bytes; with the creator they make the transaction id. */
  readonly nonce: Uint8Array;
}

/** Fabric's transaction id: SHA-256 over nonce and creator, in hex (protoutil `ComputeTxID`). */
export function transactionIdOf(nonce: Uint8Array, creator: Uint8Array): string {
  return sha256(nonce, creator).toString('hex');
}

/** Encodes a header of type ENDORSER_TRANSACTION. */
export function encodeHeader(header: Header): common.Header {
  const message = new common.Header();
  message.setChannelHeader(channelHeader(header).serializeBinary());
  message.setSignatureHeader(encodeSignatureHeader(header.creator, header.nonce));
  return message;
}

function channelHeader(header: Header): common.ChannelHeader {
  const timestamp = new timestamps.Timestamp();
  timestamp.fromDate(header.timestamp);
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(header.chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  const message = new common.ChannelHeader();
  message.setType(common.HeaderType.ENDORSER_TRANSACTION);
  message.setTimestamp(timestamp);
  message.setChannelId(header.channel);
  message.setTxId(header.transactionId);
  message.setExtension$(extension.serializeBinary());
  return message;
}

/** Encodes `common.SignatureHeader`. */
export function encodeSignatureHeader(creator: Uint8Array, nonce: Uint8Array): Uint8Array {
  const message = new common.SignatureHeader();
  message.setCreator(creator);
  message.setNonce(nonce);
  return message.serializeBinary();
}

/**
 * Decodes and checks a header: type ENDORSER_TRANSACTION, a channel, a time, and a transaction id that is the one
 * its nonce and creator make (protoutil `CheckTxID`). Throws an Error that names what is wrong.
 */
export function decodeHeader(message: common.Header): Header {
  const channel = common.ChannelHeader.deserializeBinary(message.getChannelHeader_asU8());
  const signature = common.SignatureHeader.deserializeBinary(message.getSignatureHeader_asU8());
  const extension = peer.ChaincodeHeaderExtension.deserializeBinary(channel.getExtension_asU8());
  const timestamp = channel.getTimestamp();
  const header = {
    channel: channel.getChannelId(),
    transactionId: channel.getTxId(),
    timestamp: timestamp?.toDate() ?? new Date(Number.NaN),
    chaincode: extension.getChaincodeId()?.getName() ?? '',
    creator: signature.getCreator_asU8(),
    nonce: signature.getNonce_asU8(),
  };
  if (channel.getType() !== (common.HeaderType.ENDORSER_TRANSACTION as number)) {
    throw new Error(`header type ${channel.getType()} is not ENDORSER_TRANSACTION`);
  }
  checkHeader(header);
  return header;
}

function checkHeader(header: Header): void {
  if (header.channel === '') throw new Error('the header names no channel');
  if (Number.isNaN(header.timestamp.getTime())) throw new Error('the header has no timestamp');
  if (header.chaincode === '') throw new Error('the header names no chaincode');
  if (header.nonce.length === 0) throw new Error('the header has no nonce');
  if (header.transactionId !== transactionIdOf(header.nonce, header.creator)) {
    throw new Error('the transaction id is not the digest of nonce and creator');
  }
}
