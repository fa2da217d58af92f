import { common } from '@hyperledger/fabric-protos';
import { sha256 } from './digest.js';
import { validationName, validationNumber } from './codes.js';
import { encodeSignatureHeader } from './headers.js';
import { field, item } from './wire.js';
import type { ValidationCode } from '../port.js';

export interface BlockHeader {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/** The orderer's signature over header and metadata. */
export interface BlockSignature {
  /** `common.SignatureHeader`: the signer and a nonce. */
  readonly header: Uint8Array;
  readonly signature: Uint8Array;
}

/** A block taken apart (`common.Block`). */
export interface BlockContent {
  readonly header: BlockHeader;
  /** Encoded `common.Envelope`s, in order. */
  readonly envelopes: readonly Uint8Array[];
  readonly signature: BlockSignature;
  readonly codes: readonly ValidationCode[];
  /** Fabric's commit hash: a chain over validation codes and writes. */
  readonly commitHash: Uint8Array;
}

/** SHA-256 over the concatenated envelopes (protoutil `ComputeBlockDataHash`). */
export function dataHashOf(envelopes: readonly Uint8Array[]): Buffer {
  return sha256(...envelopes);
}

/** The header's ASN.1 DER form: what the next block's previous hash covers (protoutil `BlockHeaderBytes`). */
export function headerBytes(header: BlockHeader): Buffer {
  return derElement(
    0x30,
    derElement(0x02, derUnsigned(header.number)),
    derElement(0x04, header.previousHash),
    derElement(0x04, header.dataHash),
  );
}

/** SHA-256 over the header's DER form. */
export function headerHashOf(header: BlockHeader): Buffer {
  return sha256(headerBytes(header));
}

// Every element here is shorter than 128 bytes, so its length is one byte.
function derElement(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag, content.length), content]);
}

function derUnsigned(value: number): Buffer {
  const hex = value.toString(16);
  const digits = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return (digits[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), digits]) : digits;
}

/** What a block's signer signs: the metadata's value, the signature header, the block header. */
export function signedBlockBytes(header: BlockHeader, signatureHeader: Uint8Array): Uint8Array {
  return Buffer.concat([ordererMetadata(), signatureHeader, headerBytes(header)]);
}

/** Encodes the signature header of a block's signer. */
export function blockSignatureHeader(signer: Uint8Array, nonce: Uint8Array): Uint8Array {
  return encodeSignatureHeader(signer, nonce);
}

function ordererMetadata(): Uint8Array {
  const value = new common.OrdererBlockMetadata();
  value.setLastConfig(new common.LastConfig());
  return value.serializeBinary();
}

/** Encodes `common.Block` with its metadata: signature, transaction filter, commit hash. */
export function encodeBlock(content: BlockContent): Uint8Array {
  const header = new common.BlockHeader();
  header.setNumber(content.header.number);
  header.setPreviousHash(content.header.previousHash);
  header.setDataHash(content.header.dataHash);
  const data = content.envelopes.map((envelope) => item(1, envelope));
  const metadata = encodeMetadata(content).map((entry) => item(1, entry));
  return Buffer.concat([field(1, header.serializeBinary()), field(2, ...data), field(3, ...metadata)]);
}

/** The metadata entries, by their index. */
function encodeMetadata({ signature, codes, commitHash }: BlockContent): Uint8Array[] {
  const signatures = field(2, field(1, signature.header), field(2, signature.signature));
  return [
    Buffer.concat([field(1, ordererMetadata()), signatures]),
    new Uint8Array(),
    Uint8Array.from(codes, validationNumber),
    new Uint8Array(),
    field(1, commitHash),
  ];
}

/** Decodes `common.Block`. Throws when the bytes are no block. */
export function decodeBlock(bytes: Uint8Array): BlockContent {
  return blockContent(common.Block.deserializeBinary(bytes));
}

/** Takes a block apart. */
export function blockContent(block: common.Block): BlockContent {
  const header = block.getHeader() ?? new common.BlockHeader();
  const metadata = block.getMetadata()?.getMetadataList_asU8() ?? [];
  const at = (index: number): Uint8Array => metadata[index] ?? new Uint8Array();
  const [signature] = common.Metadata.deserializeBinary(
    at(common.BlockMetadataIndex.SIGNATURES),
  ).getSignaturesList();
  return {
    header: {
      number: header.getNumber(),
      previousHash: header.getPreviousHash_asU8(),
      dataHash: header.getDataHash_asU8(),
    },
    envelopes: block.getData()?.getDataList_asU8() ?? [],
    signature: {
      header: signature?.getSignatureHeader_asU8() ?? new Uint8Array(),
      signature: signature?.getSignature_asU8() ?? new Uint8Array(),
    },
    codes: Array.from(at(common.BlockMetadataIndex.TRANSACTIONS_FILTER), validationName),
    commitHash: common.Metadata.deserializeBinary(at(common.BlockMetadataIndex.COMMIT_HASH)).getValue_asU8(),
  };
}

/** Reads who signed a block from its signature header: `msp.SerializedIdentity`. */
export function blockSigner(signatureHeader: Uint8Array): Uint8Array {
  return common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8();
}
