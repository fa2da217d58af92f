import {
  blockSigner,
  dataHashOf,
  decodeBlock,
  decodeEnvelope,
  decodeReadWriteSet,
  decodeTransaction,
  endorsedBytes,
  headerHashOf,
  signedBlockBytes,
  type BlockContent,
  type Transaction,
} from '../fabric-messages/index.js';
import { EMPTY_HEAD, type Head } from './chain.js';
import type { Collections } from './collections.js';
import { messageOf } from '../common/failure.js';
import { judge, type Judged, type Verdict } from './judge.js';
import { verifySignature, type Membership } from '../common/membership.js';
import type { NodeIdentity } from './node.js';
import { blockOperations, expiryOperations, scheduleOperations } from './operations.js';
import { stateHashOf } from './state-hash.js';
import { StoredState } from './state.js';
import type { Operation, Store } from './store.js';

/** What is wrong with a block. */
export class BadBlock extends Error {}

export interface ReplayParts {
  readonly channel: string;
  readonly membership: Membership;
  readonly collections: Collections;
  /** The node whose endorsements count. */
  readonly node: Pick<NodeIdentity, 'isOwn'>;
  /** Whether each block must be on disk before the next. */
  readonly durable: boolean;
}

/** Repeats a chain on another store: checks everything a block claims, then writes what it does. */
export class Replay {
  readonly #target: Store;
  readonly #parts: ReplayParts;
  #head: Head;

  constructor(target: Store, parts: ReplayParts, head = EMPTY_HEAD) {
    this.#target = target;
    this.#parts = parts;
    this.#head = head;
  }

  get head(): Head {
    return this.#head;
  }

  /** Applies the next block. Throws BadBlock with the reason, and leaves the target as it was. */
  async apply(
    bytes: Uint8Array,
    also: (verdict: Verdict) => readonly Operation[] = () => [],
  ): Promise<Verdict> {
    const block = this.#decode(bytes);
    this.#checkHeader(block);
    await this.#checkBlockSignature(block);
    const judged = await Promise.all(block.envelopes.map((envelope, index) => this.#open(envelope, index)));
    const verdict = await judge(this.#head.height, judged, new StoredState(this.#target));
    const stateHash = this.#checkVerdict(block, verdict);
    const number = this.#head.height;
    const head = { height: number + 1, hash: headerHashOf(block.header), stateHash };
    const operations = [
      ...(await expiryOperations(this.#target, number)),
      ...blockOperations(this.#target, head, bytes, verdict),
      ...also(verdict),
      ...scheduleOperations(number, verdict.updates, this.#parts.collections),
    ];
    await (this.#parts.durable ? this.#target.commit(operations) : this.#target.keep(operations));
    this.#head = head;
    return verdict;
  }

  #decode(bytes: Uint8Array): BlockContent {
    try {
      return decodeBlock(bytes);
    } catch (cause) {
      throw new BadBlock('the block cannot be decoded', { cause });
    }
  }

  #checkHeader({ header, envelopes }: BlockContent): void {
    const { height, hash } = this.#head;
    if (header.number !== height) throw new BadBlock(`the block says it is number ${header.number}`);
    if (!hash.equals(header.previousHash))
      throw new BadBlock('the previous hash is not that of the block before');
    if (!dataHashOf(envelopes).equals(header.dataHash)) {
      throw new BadBlock('the data hash does not cover the transactions');
    }
  }

  async #checkBlockSignature({ header, signature }: BlockContent): Promise<void> {
    const message = signedBlockBytes(header, signature.header);
    const signer = blockSigner(signature.header);
    if (!(await this.#verify(signer, undefined, message, signature.signature))) {
      throw new BadBlock('the node’s signature does not verify');
    }
  }

  async #open(envelope: Uint8Array, index: number): Promise<Judged> {
    try {
      const { payload, signature } = decodeEnvelope(envelope);
      const transaction = decodeTransaction(payload);
      const { header } = transaction;
      if (header.channel !== this.#parts.channel) throw new Error(`it belongs to channel ${header.channel}`);
      if (!(await this.#verify(header.creator, header.timestamp, payload, signature))) {
        throw new Error('its creator’s signature does not verify');
      }
      const { transactionId } = header;
      if (!(await this.#endorsed(transaction)))
        return { transactionId, set: [], refused: 'ENDORSEMENT_POLICY_FAILURE' };
      return { transactionId, set: decodeReadWriteSet(transaction.results) };
    } catch (cause) {
      throw new BadBlock(`transaction ${index}: ${messageOf(cause)}`, { cause });
    }
  }

  async #endorsed({ responsePayload, endorsements, header }: Transaction): Promise<boolean> {
    const own = endorsements.find(({ endorser }) => this.#parts.node.isOwn(endorser));
    if (!own) return false;
    return this.#verify(
      own.endorser,
      header.timestamp,
      endorsedBytes(responsePayload, own.endorser),
      own.signature,
    );
  }

  // A block tells no time of its own; certificates are judged at the time their transaction claims.
  #verify(
    identity: Uint8Array,
    time: Date | undefined,
    message: Uint8Array,
    signature: Uint8Array,
  ): Promise<boolean> {
    const member = this.#parts.membership.member(identity, time?.getTime());
    return verifySignature(member, message, signature);
  }

  #checkVerdict({ codes, commitHash }: BlockContent, verdict: Verdict): Buffer {
    const differs = verdict.codes.findIndex((code, index) => code !== codes[index]);
    if (differs >= 0 || codes.length !== verdict.codes.length) {
      throw new BadBlock(
        `transaction ${differs} is ${verdict.codes[differs] ?? 'absent'}, the block says ${codes[differs] ?? 'nothing'}`,
      );
    }
    const stateHash = stateHashOf(this.#head.stateHash, verdict.codes, verdict.updates.all());
    if (!stateHash.equals(commitHash)) throw new BadBlock('the state hash does not cover the writes');
    return stateHash;
  }
}
