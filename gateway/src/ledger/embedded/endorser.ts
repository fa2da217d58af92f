import {
  decodeProposal,
  encodeResponsePayload,
  encodeTransaction,
  type Proposal,
} from '../fabric-messages/index.js';
import { LedgerError, type Endorsed as PortEndorsed, type Stage } from '../port.js';
import { sha256 } from '../fabric-messages/index.js';
import type { Endorsements } from './endorsements.js';
import { NotDeterministic } from './determinism.js';
import { failure, messageOf, refusal } from '../common/failure.js';
import { RefusedIdentity, verifySignature, type Member, type Membership } from '../common/membership.js';
import type { NodeIdentity } from './node.js';
import type { Limits } from './options.js';
import { ContractRefusal, simulate, SimulationTimeout, type Simulated, type Simulator } from './simulate.js';
import type { Snapshots } from './snapshots.js';
import type { TransientStore } from './transient.js';

export interface EndorserParts {
  readonly channel: string;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly membership: Membership;
  readonly simulator: Simulator;
  readonly snapshots: Snapshots;
  readonly node: NodeIdentity;
  readonly endorsements: Endorsements;
  readonly transient: TransientStore;
}

/** Checks signed proposals, simulates them as one organisation's peer, and endorses what they did. */
export class Endorser {
  readonly #parts: EndorserParts;

  constructor(parts: EndorserParts) {
    this.#parts = parts;
  }

  /** The chaincode's answer; nothing is kept. */
  async evaluate(peer: string, bytes: Uint8Array, signature: Uint8Array): Promise<string> {
    const { simulated } = await this.#process('evaluate', peer, bytes, signature);
    return resultOf(simulated);
  }

  async endorse(peer: string, bytes: Uint8Array, signature: Uint8Array): Promise<PortEndorsed> {
    const { proposal, simulated } = await this.#process('endorse', peer, bytes, signature);
    const { node, endorsements, transient } = this.#parts;
    const { transactionId } = proposal.header;
    const responsePayload = encodeResponsePayload(proposal, simulated.action);
    const endorsement = await node.endorse(responsePayload);
    await transient.keep(transactionId, simulated.privateWrites);
    const payload = encodeTransaction(proposal, responsePayload, [endorsement]);
    const digest = sha256(payload);
    endorsements.remember({
      digest: digest.toString('hex'),
      transaction: { transactionId, creator: proposal.header.creator },
      set: simulated.set,
      privateWrites: simulated.privateWrites,
    });
    return { transactionId, bytes: payload, message: payload, digest, result: resultOf(simulated) };
  }

  async #process(
    stage: Stage,
    peer: string,
    bytes: Uint8Array,
    signature: Uint8Array,
  ): Promise<{ proposal: Proposal; simulated: Simulated }> {
    const proposal = this.#open(stage, bytes);
    const { transactionId } = proposal.header;
    try {
      const creator = await this.#checkCreator(stage, proposal, bytes, signature);
      const viewpoint = { peer, client: creator.mspId };
      const simulated = await this.#parts.snapshots.use((state) => {
        if (state.knows(transactionId)) {
          throw failure(stage, 'LEDGER_DUPLICATE_TXID', 'The transaction id is already used.', {
            transactionId,
          });
        }
        return simulate(this.#parts.simulator, proposal, creator, viewpoint, state);
      });
      return { proposal, simulated };
    } catch (error) {
      throw endorseFailure(stage, transactionId, error);
    }
  }

  #open(stage: Stage, bytes: Uint8Array): Proposal {
    let proposal: Proposal;
    try {
      proposal = decodeProposal(bytes);
    } catch (cause) {
      throw failure(
        stage,
        'LEDGER_MESSAGE_INVALID',
        `The bytes are no valid proposal: ${messageOf(cause)}.`,
        { cause },
      );
    }
    const { transactionId, channel, chaincode } = proposal.header;
    if (channel !== this.#parts.channel) {
      throw failure(stage, 'LEDGER_MESSAGE_INVALID', `Channel ${channel} is not on this ledger.`, {
        transactionId,
      });
    }
    if (!this.#parts.simulator.chaincodes.has(chaincode)) {
      throw failure(stage, 'LEDGER_CHAINCODE_UNKNOWN', `Chaincode ${chaincode} is not on this channel.`, {
        transactionId,
      });
    }
    return proposal;
  }

  async #checkCreator(
    stage: Stage,
    proposal: Proposal,
    bytes: Uint8Array,
    signature: Uint8Array,
  ): Promise<Member> {
    const { clock, limits, membership } = this.#parts;
    const { transactionId, creator, timestamp } = proposal.header;
    const now = clock();
    if (Math.abs(timestamp.getTime() - now) > limits.timeWindowMs) {
      throw failure(
        stage,
        'LEDGER_TIMESTAMP_OUTSIDE_WINDOW',
        'The proposal’s time is too far from the ledger’s clock.',
        {
          transactionId,
        },
      );
    }
    const member = membership.member(creator, now);
    if (!(await verifySignature(member, bytes, signature))) {
      throw failure(stage, 'LEDGER_BAD_SIGNATURE', 'The proposal’s signature does not verify.', {
        transactionId,
      });
    }
    return member;
  }
}

function resultOf({ action }: Simulated): string {
  return Buffer.from(action.response.payload).toString('utf8');
}

function endorseFailure(stage: Stage, transactionId: string, error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const message = messageOf(error);
  const more = { transactionId, cause: error };
  if (isNotOpen(error)) return failure(stage, 'LEDGER_CLOSED', 'The ledger is closed.', more);
  if (error instanceof RefusedIdentity) return failure(stage, 'LEDGER_CREATOR_UNKNOWN', message, more);
  if (error instanceof SimulationTimeout) return failure(stage, 'LEDGER_TIMEOUT', message, more);
  if (error instanceof NotDeterministic) return failure(stage, 'LEDGER_NOT_DETERMINISTIC', message, more);
  if (error instanceof ContractRefusal) return refusal(stage, message, more);
  return failure(stage, 'INTERNAL', message, more);
}

function isNotOpen(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'LEVEL_DATABASE_NOT_OPEN';
}
