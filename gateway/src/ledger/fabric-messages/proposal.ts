import { common, peer } from '@hyperledger/fabric-protos';
import { sha256 } from './digest.js';
import { field } from './wire.js';
import { decodeHeader, encodeHeader, transactionIdOf, type Header } from './headers.js';

/** What a client asks to be simulated. */
export interface ProposalInput {
  readonly channel: string;
  readonly chaincode: string;
  /** Function name first, then its arguments. */
  readonly args: readonly Uint8Array[];
  readonly transient: Readonly<Record<string, Uint8Array>>;
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
  readonly timestamp: Date;
}

/** A proposal taken apart. */
export interface Proposal {
  readonly header: Header;
  readonly args: readonly Uint8Array[];
  readonly transient: ReadonlyMap<string, Uint8Array>;
  /** The encoded `common.Header`. */
  readonly headerBytes: Uint8Array;
  /** The encoded `common.SignatureHeader` in it. */
  readonly signatureHeader: Uint8Array;
  /** `ChaincodeProposalPayload` without transient data: the only form that reaches a block. */
  readonly publicPayload: Uint8Array;
  /** SHA-256 over channel header, signature header and `publicPayload`, which endorsements bind to. */
  readonly hash: Uint8Array;
}

/** Encodes `peer.Proposal`; the client signs these bytes. */
export function encodeProposal(input: ProposalInput): { transactionId: string; bytes: Uint8Array } {
  const transactionId = transactionIdOf(input.nonce, input.creator);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(encodeInvocation(input.chaincode, input.args));
  for (const [key, value] of Object.entries(input.transient)) payload.getTransientmapMap().set(key, value);
  const header = encodeHeader({ ...input, transactionId }).serializeBinary();
  return { transactionId, bytes: Buffer.concat([field(1, header), field(2, payload.serializeBinary())]) };
}

function encodeInvocation(chaincode: string, args: readonly Uint8Array[]): Uint8Array {
  const id = new peer.ChaincodeID();
  id.setName(chaincode);
  const input = new peer.ChaincodeInput();
  input.setArgsList([...args]);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(id);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  return invocation.serializeBinary();
}

/** Decodes and checks `peer.Proposal`. Throws an Error that names what is wrong. */
export function decodeProposal(bytes: Uint8Array): Proposal {
  const proposal = peer.Proposal.deserializeBinary(bytes);
  const headerBytes = proposal.getHeader_asU8();
  const headerMessage = common.Header.deserializeBinary(headerBytes);
  const header = decodeHeader(headerMessage);
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
  const transient = new Map<string, Uint8Array>();
  payload.getTransientmapMap().forEach((value: Uint8Array | string, key: string) => {
    transient.set(key, Buffer.from(value as Uint8Array));
  });
  const publicPayload = field(1, payload.getInput_asU8());
  return {
    header,
    args: decodeInvocation(payload.getInput_asU8(), header.chaincode),
    transient,
    headerBytes,
    signatureHeader: headerMessage.getSignatureHeader_asU8(),
    publicPayload,
    hash: sha256(
      headerMessage.getChannelHeader_asU8(),
      headerMessage.getSignatureHeader_asU8(),
      publicPayload,
    ),
  };
}

/** Decodes `peer.ChaincodeInvocationSpec` to its arguments; the chaincode must be the header's. */
export function decodeInvocation(bytes: Uint8Array, chaincode: string): Uint8Array[] {
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(bytes).getChaincodeSpec();
  if (spec?.getChaincodeId()?.getName() !== chaincode) {
    throw new Error(`header and invocation name different chaincodes: ${chaincode}`);
  }
  return spec.getInput()?.getArgsList_asU8() ?? [];
}
