import { common, peer } from '@hyperledger/fabric-protos';
import type { ChaincodeEvent } from '../port.js';
import { sha256 } from './digest.js';
import { decodeHeader, type Header } from './headers.js';
import { decodeInvocation, type Proposal } from './proposal.js';
import { field } from './wire.js';

/** What a simulation answered, before it is endorsed (`peer.ChaincodeAction`). */
export interface Action {
  readonly chaincode: string;
  /** `rwset.TxReadWriteSet`. */
  readonly results: Uint8Array;
  readonly event: ChaincodeEvent | undefined;
  readonly response: { readonly status: number; readonly message: string; readonly payload: Uint8Array };
}

/** One endorser's signature over the response payload followed by its own identity. */
export interface Endorsement {
  /** `msp.SerializedIdentity`. */
  readonly endorser: Uint8Array;
  readonly signature: Uint8Array;
}

/** A transaction taken apart, as deep as a validator needs. */
export interface Transaction extends Action {
  readonly header: Header;
  readonly args: readonly Uint8Array[];
  /** `peer.ProposalResponsePayload`, which the endorsements cover. */
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly Endorsement[];
}

/** Encodes `peer.ProposalResponsePayload`: what endorsers sign. */
export function encodeResponsePayload(proposal: Proposal, action: Action): Uint8Array {
  const message = new peer.ProposalResponsePayload();
  message.setProposalHash(proposal.hash);
  message.setExtension$(encodeAction(action, proposal.header.transactionId));
  return message.serializeBinary();
}

function encodeAction(action: Action, transactionId: string): Uint8Array {
  const response = new peer.Response();
  response.setStatus(action.response.status);
  response.setMessage(action.response.message);
  response.setPayload(action.response.payload);
  const chaincode = new peer.ChaincodeID();
  chaincode.setName(action.chaincode);
  const message = new peer.ChaincodeAction();
  message.setResults(action.results);
  if (action.event) message.setEvents(encodeEvent(action.event, transactionId));
  message.setResponse(response);
  message.setChaincodeId(chaincode);
  return message.serializeBinary();
}

function encodeEvent(event: ChaincodeEvent, transactionId: string): Uint8Array {
  const message = new peer.ChaincodeEvent();
  message.setChaincodeId(event.chaincode);
  message.setTxId(transactionId);
  message.setEventName(event.name);
  message.setPayload(event.payload);
  return message.serializeBinary();
}

/** The bytes an endorser signs: response payload, then its identity. */
export function endorsedBytes(responsePayload: Uint8Array, endorser: Uint8Array): Uint8Array {
  return Buffer.concat([responsePayload, endorser]);
}

/** Encodes the `common.Payload` of a transaction; the client signs these bytes (protoutil `CreateSignedTx`). */
export function encodeTransaction(
  proposal: Proposal,
  responsePayload: Uint8Array,
  endorsements: readonly Endorsement[],
): Uint8Array {
  const endorsed = Buffer.concat([field(1, responsePayload), ...endorsements.map(encodeEndorsement)]);
  const actionPayload = [field(1, proposal.publicPayload), field(2, endorsed)];
  const action = [field(1, proposal.signatureHeader), field(2, ...actionPayload)];
  const transaction = field(1, ...action);
  return Buffer.concat([field(1, proposal.headerBytes), field(2, transaction)]);
}

function encodeEndorsement({ endorser, signature }: Endorsement): Buffer {
  return field(2, field(1, endorser), field(2, signature));
}

/** Encodes `common.Envelope`: a payload and the client's signature over it. */
export function encodeEnvelope(payload: Uint8Array, signature: Uint8Array): Uint8Array {
  return Buffer.concat([field(1, payload), field(2, signature)]);
}

/** Decodes `common.Envelope`. */
export function decodeEnvelope(bytes: Uint8Array): { payload: Uint8Array; signature: Uint8Array } {
  const message = common.Envelope.deserializeBinary(bytes);
  return { payload: message.getPayload_asU8(), signature: message.getSignature_asU8() };
}

/**
 * Decodes and checks a transaction's `common.Payload`: one action, made by the header's creator, bound to its
 * proposal by hash. Throws an Error that names what is wrong.
 */
export function decodeTransaction(bytes: Uint8Array): Transaction {
  const payload = common.Payload.deserializeBinary(bytes);
  const headerMessage = payload.getHeader() ?? new common.Header();
  const header = decodeHeader(headerMessage);
  const actionPayload = onlyAction(payload.getData_asU8(), headerMessage);
  const proposalPayload = actionPayload.getChaincodeProposalPayload_asU8();
  const endorsed = actionPayload.getAction() ?? new peer.ChaincodeEndorsedAction();
  const responsePayload = endorsed.getProposalResponsePayload_asU8();
  const response = peer.ProposalResponsePayload.deserializeBinary(responsePayload);
  const hash = sha256(
    headerMessage.getChannelHeader_asU8(),
    headerMessage.getSignatureHeader_asU8(),
    proposalPayload,
  );
  if (!hash.equals(response.getProposalHash_asU8()))
    throw new Error('the endorsements cover another proposal');
  const input = peer.ChaincodeProposalPayload.deserializeBinary(proposalPayload).getInput_asU8();
  return {
    header,
    args: decodeInvocation(input, header.chaincode),
    responsePayload,
    endorsements: endorsed.getEndorsementsList().map(decodeEndorsement),
    ...decodeAction(response.getExtension_asU8(), header),
  };
}

function onlyAction(data: Uint8Array, header: common.Header): peer.ChaincodeActionPayload {
  const [action, ...others] = peer.Transaction.deserializeBinary(data).getActionsList();
  if (!action || others.length > 0) throw new Error('a transaction has exactly one action');
  if (!sameBytes(action.getHeader_asU8(), header.getSignatureHeader_asU8())) {
    throw new Error('the action was made by another creator than the transaction');
  }
  return peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
}

/** Whether bytes are a transaction's payload rather than a proposal: only its action repeats the signature header. */
export function isTransaction(bytes: Uint8Array): boolean {
  try {
    const payload = common.Payload.deserializeBinary(bytes);
    onlyAction(payload.getData_asU8(), payload.getHeader() ?? new common.Header());
    return true;
  } catch {
    return false;
  }
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && Buffer.compare(left, right) === 0;
}

function decodeEndorsement(message: peer.Endorsement): Endorsement {
  return { endorser: message.getEndorser_asU8(), signature: message.getSignature_asU8() };
}

function decodeAction(bytes: Uint8Array, header: Header): Action {
  const message = peer.ChaincodeAction.deserializeBinary(bytes);
  const chaincode = message.getChaincodeId()?.getName() ?? '';
  if (chaincode !== header.chaincode) throw new Error('header and action name different chaincodes');
  const response = message.getResponse() ?? new peer.Response();
  return {
    chaincode,
    results: message.getResults_asU8(),
    event: decodeEvent(message.getEvents_asU8(), header),
    response: {
      status: response.getStatus(),
      message: response.getMessage(),
      payload: response.getPayload_asU8(),
    },
  };
}

function decodeEvent(bytes: Uint8Array, header: Header): ChaincodeEvent | undefined {
  if (bytes.length === 0) return undefined;
  const message = peer.ChaincodeEvent.deserializeBinary(bytes);
  if (message.getTxId() !== header.transactionId || message.getChaincodeId() !== header.chaincode) {
    throw new Error('the event belongs to another transaction or chaincode');
  }
  return {
    chaincode: message.getChaincodeId(),
    name: message.getEventName(),
    payload: message.getPayload_asU8(),
  };
}
