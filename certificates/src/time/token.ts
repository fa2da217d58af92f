import { der, derInteger, DerError, DerReader, TAG, type Value } from '../asn1/der.js';
import { lowS } from '../asn1/ecdsa.js';
import { attributeMap, readSigningCertificate, required } from '../seal/reader.js';
import { CMS_VERSION, OID } from '../seal/profile.js';
import { hashNamed } from './imprint.js';
import { readStampInfo, type StampInfo } from './info.js';
import { STAMP_OID, STAMPED_DATA_VERSION } from './profile.js';

/** A time-stamp token, taken apart: SignedData with one signer over a TSTInfo. Only its form is checked yet. */
export interface ParsedToken {
  readonly info: StampInfo;
  /** The TSTInfo as it was signed. */
  readonly content: Buffer;
  readonly certificates: readonly Buffer[];
  /** Revocation lists that came along, DER (RFC 5652 §5.1 `crls`). */
  readonly lists: readonly Buffer[];
  /** The IssuerAndSerialNumber of the signer, DER. */
  readonly signerIdentifier: Buffer;
  /** Hash of the content; undefined: one that is not accepted. */
  readonly digestAlgorithm: string | undefined;
  /** The signed attributes as they were signed: a SET OF in DER. */
  readonly signedAttributes: Buffer;
  readonly messageDigest: Buffer;
  readonly signingCertificate: { readonly algorithm: string | undefined; readonly digest: Buffer };
  /** Object identifier of the signature's algorithm, DER. */
  readonly signatureAlgorithm: Buffer;
  readonly signature: Buffer;
}

/** Throws DerError, OutsideProfileError. */
export const readToken = (bytes: Uint8Array): ParsedToken => {
  const signedData = openToken(bytes);
  expectBytes(signedData.read(TAG.integer).bytes, derInteger(STAMPED_DATA_VERSION));
  const digestAlgorithms = signedData.read(TAG.set).contents;
  const encapsulated = signedData.enter(TAG.sequence);
  expectBytes(encapsulated.read(TAG.objectIdentifier).bytes, STAMP_OID.tstInfo);
  const content = encapsulated.enterLast(TAG.context0).readLast(TAG.octetString).contents;
  const certificates = valuesIn(signedData.optional(TAG.context0));
  const lists = valuesIn(signedData.optional(TAG.context1));
  const signer = signedData.enterLast(TAG.set).enterLast(TAG.sequence);
  return {
    info: readStampInfo(content),
    content,
    certificates,
    lists,
    ...readSigner(signer, digestAlgorithms),
  };
};

const valuesIn = (set: Value | undefined): Buffer[] =>
  set === undefined ? [] : new DerReader(set.contents).rest().map(({ bytes }) => bytes);

/** The same token with an ECDSA signature in its one canonical form. Authorities elsewhere write either of the two. */
export const canonicalToken = (token: Uint8Array): Buffer => {
  const { signature, signatureAlgorithm } = readToken(token);
  if (!isEcdsa(signatureAlgorithm)) return Buffer.from(token);
  return withSignature(token, lowS(signature));
};

/** 1.2.840.10045.4.3: ECDSA with SHA-2. */
const ECDSA_ARC = Buffer.from('2a8648ce3d0403', 'hex');
export const isEcdsa = (algorithm: Buffer): boolean =>
  algorithm.subarray(2, 2 + ECDSA_ARC.length).equals(ECDSA_ARC);

const openToken = (bytes: Uint8Array): DerReader => {
  const contentInfo = new DerReader(bytes).enterLast(TAG.sequence);
  expectBytes(contentInfo.read(TAG.objectIdentifier).bytes, OID.signedData);
  return contentInfo.enterLast(TAG.context0).enterLast(TAG.sequence);
};

type Signer = Omit<ParsedToken, 'info' | 'content' | 'certificates' | 'lists'>;

const readSigner = (signer: DerReader, digestAlgorithms: Buffer): Signer => {
  expectBytes(signer.read(TAG.integer).bytes, derInteger(CMS_VERSION));
  const signerIdentifier = signer.read(TAG.sequence).bytes;
  const digest = signer.read(TAG.sequence);
  expectBytes(digest.bytes, digestAlgorithms);
  const signed = signer.read(TAG.context0);
  const signatureAlgorithm = readSignatureAlgorithm(signer.enter(TAG.sequence));
  const signature = signer.read(TAG.octetString).contents;
  // Unsigned attributes prove nothing, so there may be none.
  signer.end();
  const attributes = attributeMap(new DerReader(signed.contents).rest());
  expectBytes(required(attributes, OID.contentType).readLast(TAG.objectIdentifier).bytes, STAMP_OID.tstInfo);
  const named = readSigningCertificate(required(attributes, OID.signingCertificateV2));
  return {
    signerIdentifier,
    digestAlgorithm: hashNamed(digest),
    signedAttributes: Buffer.concat([Buffer.of(TAG.set), signed.bytes.subarray(1)]),
    messageDigest: required(attributes, OID.messageDigest).readLast(TAG.octetString).contents,
    signingCertificate: {
      algorithm: named.algorithm ? hashNamed(named.algorithm) : 'sha256',
      digest: named.digest,
    },
    signatureAlgorithm,
    signature,
  };
};

const NULL = 0x05;

/** The algorithm's identifier; its parameters are absent or NULL (RFC 4055 §5, RFC 5754 §3). */
const readSignatureAlgorithm = (algorithm: DerReader): Buffer => {
  const { bytes } = algorithm.read(TAG.objectIdentifier);
  const parameters = algorithm.optional(NULL);
  algorithm.end();
  if (parameters && parameters.contents.length > 0) throw new DerError('A NULL with contents');
  return bytes;
};

const expectBytes = (found: Buffer, wanted: Buffer): void => {
  if (!found.equals(wanted)) throw new DerError('Another value than a time stamp’s');
};

/** Encodes a token anew around another signature: every value above it may have another length then. */
const withSignature = (token: Uint8Array, signature: Uint8Array): Buffer => {
  const parts = openToken(token).rest();
  const signer = new DerReader(parts.pop()?.contents ?? Buffer.alloc(0)).enter(TAG.sequence).rest();
  const rest = signer.slice(0, -1).map(({ bytes }) => bytes);
  const signerInfo = der(TAG.sequence, ...rest, der(TAG.octetString, signature));
  const signedData = der(TAG.sequence, ...parts.map(({ bytes }) => bytes), der(TAG.set, signerInfo));
  return der(TAG.sequence, OID.signedData, der(TAG.context0, signedData));
};
