import { common } from '@hyperledger/fabric-protos';
import { Membership, verifySignature } from '../embedded/msp.js';
import {
  committedTransaction,
  dataHashOf,
  decodeBlock,
  decodeEnvelope,
  decodeTransaction,
  headerBytes,
  headerHashOf,
  type BlockContent,
} from '../fabric-messages/index.js';
import type { Block, CommittedTransaction } from '../port.js';
import { configOf, membersOf } from './channel.js';

/** A block that does not hang together. The hub must not go on from it. */
export class ForgedBlock extends Error {}

interface OrdererSignature {
  /** `common.Metadata.value`, which the signature covers first. */
  readonly value: Uint8Array;
  readonly header: Uint8Array;
  readonly signature: Uint8Array;
}

function ordererSignature(block: common.Block): OrdererSignature | undefined {
  const [bytes] = block.getMetadata()?.getMetadataList_asU8() ?? [];
  const metadata = common.Metadata.deserializeBinary(bytes ?? new Uint8Array());
  const [signature] = metadata.getSignaturesList();
  return (
    signature && {
      value: metadata.getValue_asU8(),
      header: signature.getSignatureHeader_asU8(),
      signature: signature.getSignature_asU8(),
    }
  );
}

/**
 * Reads blocks and checks what a peer cannot vouch for alone: the hash over the data, the chain of headers, the
 * orderer's signature, and each creator's. The channel's configuration (block 0, and each later one) says whose
 * certificates count.
 */
export class BlockVerifier {
  #creators: Membership;
  #orderers: Membership;

  /** From the channel's present configuration. */
  constructor(config: common.Config) {
    ({ creators: this.#creators, orderers: this.#orderers } = BlockVerifier.#memberships(config));
  }

  static #memberships(config: common.Config): { creators: Membership; orderers: Membership } {
    const { application, orderer } = membersOf(config);
    return { creators: new Membership(application), orderers: new Membership(orderer) };
  }

  /**
   * @param previous the header hash of the block before, where it is known
   * @throws {ForgedBlock}
   */
  async read(message: common.Block, previous: Uint8Array | undefined): Promise<Block> {
    const content = decodeBlock(message.serializeBinary());
    const { number, previousHash, dataHash } = content.header;
    if (!dataHashOf(content.envelopes).equals(dataHash)) {
      throw new ForgedBlock(`Block ${number}: its data does not have the hash its header names`);
    }
    if (previous !== undefined && Buffer.compare(previous, previousHash) !== 0) {
      throw new ForgedBlock(`Block ${number} does not follow the block before it`);
    }
    if (number > 0) await this.#checkOrderer(message, content);
    const transactions = await this.#transactions(content);
    return {
      number,
      previousHash,
      dataHash,
      hash: headerHashOf(content.header),
      stateHash: content.commitHash,
      transactions,
    };
  }

  async #checkOrderer(message: common.Block, { header }: BlockContent): Promise<void> {
    const found = ordererSignature(message);
    const signed = found && Buffer.concat([found.value, found.header, headerBytes(header)]);
    if (found === undefined || signed === undefined)
      throw new ForgedBlock(`Block ${header.number} is unsigned`);
    const creator = common.SignatureHeader.deserializeBinary(found.header).getCreator_asU8();
    const orderer = this.#orderers.member(creator);
    if (!(await verifySignature(orderer, signed, found.signature))) {
      throw new ForgedBlock(`Block ${header.number} was not signed by ${orderer.mspId}'s orderer`);
    }
  }

  async #transactions(content: BlockContent): Promise<CommittedTransaction[]> {
    const found = await Promise.all(
      content.envelopes.map((envelope, index) => this.#transaction(envelope, content, index)),
    );
    return found.filter((transaction) => transaction !== undefined);
  }

  async #transaction(
    bytes: Uint8Array,
    { header: { number }, codes }: BlockContent,
    index: number,
  ): Promise<CommittedTransaction | undefined> {
    const { payload, signature } = decodeEnvelope(bytes);
    const config = configOf(common.Payload.deserializeBinary(payload));
    if (config !== undefined) {
      ({ creators: this.#creators, orderers: this.#orderers } = BlockVerifier.#memberships(config));
      return undefined;
    }
    const transaction = decodeTransaction(payload);
    const code = codes[index] ?? 'NOT_VALIDATED';
    // A void transaction may be void because its signature was: only what took effect must be somebody's.
    if (code === 'VALID') await this.#checkCreator(transaction.header.creator, payload, signature, number);
    return committedTransaction(transaction, { block: number, index, code });
  }

  async #checkCreator(
    creator: Uint8Array,
    payload: Uint8Array,
    signature: Uint8Array,
    block: number,
  ): Promise<void> {
    const member = this.#creators.member(creator);
    if (!(await verifySignature(member, payload, signature))) {
      throw new ForgedBlock(`Block ${block} holds a valid transaction that ${member.mspId} did not sign`);
    }
  }
}
