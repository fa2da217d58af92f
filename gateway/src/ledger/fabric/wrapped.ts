import { gateway, peer } from '@hyperledger/fabric-protos';
import { decodeProposal, describe, type Proposal } from '../fabric-messages/index.js';
import type { Description } from '../port.js';

/** The client library wraps proposal and transaction in messages of its own; these bytes are what the port passes on. */

/** Wraps a proposal that is to be signed. */
export function wrapProposal(
  transactionId: string,
  proposal: Uint8Array,
  organizations: readonly string[],
): Uint8Array {
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal);
  const proposed = new gateway.ProposedTransaction();
  proposed.setTransactionId(transactionId);
  proposed.setProposal(signed);
  proposed.setEndorsingOrganizationsList([...organizations]);
  return proposed.serializeBinary();
}

/** The same proposal, to be answered by these organisations' peers only. */
export function directedTo(mspId: string, bytes: Uint8Array): Uint8Array {
  const proposed = gateway.ProposedTransaction.deserializeBinary(bytes);
  proposed.setEndorsingOrganizationsList([mspId]);
  return proposed.serializeBinary();
}

const proposalBytes = (bytes: Uint8Array): Uint8Array =>
  gateway.ProposedTransaction.deserializeBinary(bytes).getProposal()?.getProposalBytes_asU8() ??
  new Uint8Array();

/** The proposal inside, with the bytes its signature covers. Throws an Error when there is none. */
export function unwrapProposal(bytes: Uint8Array): { proposal: Proposal; message: Uint8Array } {
  const message = proposalBytes(bytes);
  return { proposal: decodeProposal(message), message };
}

/** The payload of the transaction inside: what its signature covers. */
export const unwrapPayload = (bytes: Uint8Array): Uint8Array =>
  gateway.PreparedTransaction.deserializeBinary(bytes).getEnvelope()?.getPayload_asU8() ?? new Uint8Array();

/** Shows what either kind of bytes says. Throws an Error when they are neither. */
export function describeWrapped(bytes: Uint8Array): Description {
  try {
    return describe(unwrapPayload(bytes));
  } catch {
    return describe(proposalBytes(bytes));
  }
}
