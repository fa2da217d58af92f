import { X509Certificate } from 'node:crypto';
import { common, peer as protos } from '@hyperledger/fabric-protos';
import { failure, messageOf } from '../common/failure.js';
import { verifySignature } from '../common/membership.js';
import {
  decodeHeader,
  decodeTransaction,
  parseIdentity,
  sha256,
  type Proposal,
} from '../fabric-messages/index.js';
import { createLimit, LimitReached, type Limit } from '../../storage/limit.js';
import { LedgerError, type Endorsed } from '../port.js';
import { untilAgreed } from './agreement.js';
import type { FabricLimits } from './options.js';
import type { Peer, Peers } from './peers.js';
import { directedTo, unwrapPayload, unwrapProposal } from './wrapped.js';

type CallStage = 'evaluate' | 'endorse' | 'submit';

/** What was signed, by whom, for which transaction. */
interface Signed {
  readonly transactionId: string;
  readonly creator: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Hands what others have signed to the peers: evaluation, endorsement, ordering. */
export class Calls {
  readonly #mspId: string;
  readonly #peers: Peers;
  readonly #limits: FabricLimits;
  /** One kind of call cannot keep another waiting: a chaincode that hangs does not hold up what is to be ordered. */
  readonly #places: Readonly<Record<CallStage, Limit>>;

  constructor(mspId: string, peers: Peers, limits: FabricLimits) {
    this.#mspId = mspId;
    this.#peers = peers;
    this.#limits = limits;
    const { inFlight, inFlightBytes: weight, waiting } = limits;
    const places = (): Limit => createLimit(inFlight, { weight, waiting });
    this.#places = { evaluate: places(), endorse: places(), submit: places() };
  }

  /** Left to itself a peer passes an evaluation on to whichever organisation is furthest: reads stay with our own. */
  async evaluate(bytes: Uint8Array, signature: Uint8Array): Promise<string> {
    const { signed } = openProposal('evaluate', bytes, signature);
    const directed = directedTo(this.#mspId, bytes);
    const result = await this.#ask('evaluate', this.#peers.own, signed, (peer, options) =>
      peer.gateway.newSignedProposal(directed, signature).evaluate(options),
    );
    return Buffer.from(result).toString('utf8');
  }

  async endorse(bytes: Uint8Array, signature: Uint8Array): Promise<Endorsed> {
    const { proposal, signed } = openProposal('endorse', bytes, signature);
    const peers = proposal.transient.size > 0 ? this.#peers.own : this.#peers.any;
    const transaction = await this.#ask('endorse', peers, signed, (peer, options) =>
      untilAgreed(peer, () => peer.gateway.newSignedProposal(bytes, signature).endorse(options)),
    );
    const message = unwrapPayload(transaction.getBytes());
    checkBelongs(message, proposal);
    return {
      transactionId: signed.transactionId,
      bytes: transaction.getBytes(),
      message,
      digest: sha256(message),
      result: Buffer.from(transaction.getResult()).toString('utf8'),
    };
  }

  async submit(bytes: Uint8Array, signature: Uint8Array): Promise<void> {
    const signed = openTransaction(bytes, signature);
    await this.#ask('submit', this.#peers.any, signed, (peer, options) =>
      peer.gateway.newSignedTransaction(bytes, signature).submit(options),
    );
  }

  async #ask<T>(
    stage: CallStage,
    peers: readonly Peer[],
    signed: Signed,
    call: (peer: Peer, options: { deadline: number }) => Promise<T>,
  ): Promise<T> {
    const { transactionId, message } = signed;
    const within = this.#limits[`${stage}Ms`];
    try {
      return await this.#places[stage](
        () => this.#peers.ask({ stage, peers, within, transactionId }, call),
        message.length,
      );
    } catch (error) {
      if (error instanceof LimitReached)
        throw failure(stage, 'LEDGER_UNAVAILABLE', 'Too many calls wait for the peers', { transactionId });
      throw await blameSignature(error, signed);
    }
  }
}

/** Peers refuse a signature that does not fit with the words for a certificate that does not count. */
async function blameSignature(error: unknown, { creator, message, signature }: Signed): Promise<unknown> {
  if (!(error instanceof LedgerError) || error.code !== 'LEDGER_CREATOR_UNKNOWN') return error;
  const { stage, transactionId, cause } = error;
  if (await isSignedBy(creator, message, signature)) return error;
  return failure(stage, 'LEDGER_BAD_SIGNATURE', 'The signature does not verify', { transactionId, cause });
}

/** Whether the signature is the creator's, as far as its certificate can be read. */
async function isSignedBy(creator: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const { publicKey } = new X509Certificate(parseIdentity(creator).certificate);
    return await verifySignature({ key: publicKey }, message, signature);
  } catch {
    return true;
  }
}

function openProposal(
  stage: CallStage,
  bytes: Uint8Array,
  signature: Uint8Array,
): { proposal: Proposal; signed: Signed } {
  const { proposal, message } = decoded(stage, () => unwrapProposal(bytes));
  const { transactionId, creator } = proposal.header;
  refuseUnsigned(stage, signature, transactionId);
  return { proposal, signed: { transactionId, creator, message, signature } };
}

function openTransaction(bytes: Uint8Array, signature: Uint8Array): Signed {
  const message = unwrapPayload(bytes);
  const { transactionId, creator } = decoded('submit', () =>
    decodeHeader(common.Payload.deserializeBinary(message).getHeader() ?? new common.Header()),
  );
  refuseUnsigned('submit', signature, transactionId);
  return { transactionId, creator, message, signature };
}

function decoded<T>(stage: CallStage, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    const message = `The bytes are no message of this stage: ${messageOf(cause)}`;
    throw failure(stage, 'LEDGER_MESSAGE_INVALID', message, { cause });
  }
}

/** The client library signs what comes without a signature, with the hub's own key: that must never happen. */
function refuseUnsigned(stage: CallStage, signature: Uint8Array, transactionId: string): void {
  if (signature.length > 0) return;
  throw failure(stage, 'LEDGER_BAD_SIGNATURE', 'The signature is empty', { transactionId });
}

/** Whoever assembled the transaction, perhaps another organisation's peer, must have kept to what was proposed. */
function checkBelongs(payload: Uint8Array, { hash, header: { transactionId } }: Proposal): void {
  if (proposalHashOf(payload)?.equals(hash)) return;
  const message = 'The peer answered with another transaction than was proposed';
  throw failure('endorse', 'LEDGER_ENDORSEMENT_FAILED', message, { transactionId });
}

/** The digest of the proposal that a transaction carries and its endorsements cover; undefined when they differ. */
function proposalHashOf(payload: Uint8Array): Buffer | undefined {
  try {
    const { responsePayload } = decodeTransaction(payload);
    const response = protos.ProposalResponsePayload.deserializeBinary(responsePayload);
    return Buffer.from(response.getProposalHash_asU8());
  } catch {
    return undefined;
  }
}
