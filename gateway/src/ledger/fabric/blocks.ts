import { common } from '@hyperledger/fabric-protos';
import { messageOf } from '../common/failure.js';
import { verifySignature } from '../common/membership.js';
import {
  blockContent,
  committedTransaction,
  dataHashOf,
  decodeEnvelope,
  decodeTransaction,
  headerBytes,
  headerHashOf,
  type BlockContent,
} from '../fabric-messages/index.js';
import { LedgerError, type Block, type CommittedTransaction } from '../port.js';
import { configOf, type ChannelMembers } from './channel.js';

/** A block that does not hang together. The hub must not go on from it. */
export class ForgedBlock extends LedgerError {
  constructor(number: number, reason: string, cause?: unknown) {
    super(`Block ${number}: ${reason}`, { stage: 'stream', code: 'LEDGER_BLOCK_FORGED', cause });
  }
}

/** The metadata the orderer signed: what stands in it, by whom, and the signature. */
interface OrdererMetadata {
  /** `common.OrdererBlockMetadata`, which the signature covers first. */
  readonly value: Uint8Array;
  readonly signatureHeader: Uint8Array;
  readonly signature: Uint8Array;
}

function ordererMetadata(block: common.Block): OrdererMetadata {
  const [bytes] = block.getMetadata()?.getMetadataList_asU8() ?? [];
  const metadata = common.Metadata.deserializeBinary(bytes ?? new Uint8Array());
  const signature = metadata.getSignaturesList()[0] ?? new common.MetadataSignature();
  return {
    value: metadata.getValue_asU8(),
    signatureHeader: signature.getSignatureHeader_asU8(),
    signature: signature.getSignature_asU8(),
  };
}

const numberOf = (block: common.Block): number => block.getHeader()?.getNumber() ?? 0;

/** The number of the block whose configuration a block was made under; a block that brings one names itself. */
export function configNumberOf(block: common.Block): number {
  const { value } = ordererMetadata(block);
  return common.OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex() ?? 0;
}

/** The configuration that a block brings, if it brings one. */
export function configIn(block: common.Block): common.Config | undefined {
  const [envelope] = block.getData()?.getDataList_asU8() ?? [];
  return envelope && configOf(decodeEnvelope(envelope).payload);
}

/**
 * Reads a block and checks what a peer cannot vouch for alone: the hash over its data, its orderer's signature, and the
 * signature of every creator whose transaction took effect. How blocks follow each other is the caller's to check.
 *
 * @param members the organisations of the configuration it was made under
 * @throws {ForgedBlock}
 */
export async function readBlock(message: common.Block, members: ChannelMembers): Promise<Block> {
  try {
    const content = blockContent(message);
    const { number, previousHash, dataHash } = content.header;
    if (!dataHashOf(content.envelopes).equals(dataHash))
      throw new Error('its data does not have the hash its header names');
    // Nobody signs the first block: the organisations agreed on it when they joined.
    if (number > 0) await checkOrderer(ordererMetadata(message), content, members);
    return {
      number,
      previousHash,
      dataHash,
      hash: headerHashOf(content.header),
      stateHash: content.commitHash,
      transactions: await transactionsOf(content, members),
    };
  } catch (cause) {
    throw new ForgedBlock(numberOf(message), messageOf(cause), cause);
  }
}

async function checkOrderer(
  { value, signatureHeader, signature }: OrdererMetadata,
  { header }: BlockContent,
  members: ChannelMembers,
): Promise<void> {
  const orderer = members.orderer(
    common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8(),
  );
  const signed = Buffer.concat([value, signatureHeader, headerBytes(header)]);
  if (await verifySignature(orderer, signed, signature)) return;
  throw new Error(`it was not signed by ${orderer.mspId}'s orderer`);
}

async function transactionsOf(
  { header: { number }, envelopes, codes }: BlockContent,
  members: ChannelMembers,
): Promise<CommittedTransaction[]> {
  const found = await Promise.all(
    envelopes.map(async (envelope, index) => {
      const place = { block: number, index, code: codes[index] ?? 'NOT_VALIDATED' };
      return place.code === 'VALID'
        ? validTransaction(envelope, place, members)
        : voidTransaction(envelope, place);
    }),
  );
  return found.filter((transaction) => transaction !== undefined);
}

type Place = Parameters<typeof committedTransaction>[1];

/** What took effect must be somebody's. A configuration took effect too, and is no transaction of a chaincode. */
async function validTransaction(
  envelope: Uint8Array,
  place: Place,
  members: ChannelMembers,
): Promise<CommittedTransaction | undefined> {
  const { payload, signature } = decodeEnvelope(envelope);
  if (configOf(payload) !== undefined) return undefined;
  const transaction = decodeTransaction(payload);
  const creator = members.creator(transaction.header.creator);
  if (await verifySignature(creator, payload, signature)) return committedTransaction(transaction, place);
  throw new Error(`${creator.mspId} did not sign its transaction ${place.index}`);
}

/** A transaction may be void because nobody can read it: anyone who may write can have such a thing ordered. */
function voidTransaction(envelope: Uint8Array, place: Place): CommittedTransaction | undefined {
  try {
    return committedTransaction(decodeTransaction(decodeEnvelope(envelope).payload), place);
  } catch {
    return undefined;
  }
}

/** @throws {ForgedBlock} when a block does not name the one before it */
export function checkFollows(block: Block, previousHash: Uint8Array): void {
  if (Buffer.compare(previousHash, block.previousHash) === 0) return;
  throw new ForgedBlock(block.number, 'it does not follow the block before it');
}
