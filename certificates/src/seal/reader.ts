import { DerError, DerReader, TAG, type Value } from '../asn1/der.js';
import { readTime } from '../asn1/time.js';
import { CMS_VERSION, OID, type Suite } from './profile.js';

/** A seal of one of the hub's profiles, taken apart. Nothing is checked yet but its form. */
export interface ParsedSeal {
  readonly certificates: readonly Buffer[];
  /** The IssuerAndSerialNumber of the signer, DER. */
  readonly signerIdentifier: Buffer;
  /** The signed attributes as they were signed: a SET OF in DER. */
  readonly signedAttributes: Buffer;
  readonly messageDigest: Buffer;
  readonly signingTime: Date;
  /** Digest of the certificate that the signer says it signed with. */
  readonly certificateHash: Buffer;
  /** ECDSA or SM2 signature, DER. */
  readonly signature: Buffer;
}

/** A well-formed CMS that another profile may explain: other algorithms, several signers, attached content. */
export class OutsideProfileError extends Error {
  override readonly name = 'OutsideProfileError';
}

/**
 * Takes a seal of a suite apart. Where its signing time is told outside (`told`), it must have none of its own. Throws
 * DerError, OutsideProfileError.
 */
export const readSeal = (bytes: Uint8Array, suite: Suite, told?: Date): ParsedSeal => {
  const contentInfo = new DerReader(bytes).enterLast(TAG.sequence);
  expect(contentInfo.read(TAG.objectIdentifier), suite.signedData);
  const signedData = contentInfo.enterLast(TAG.context0).enterLast(TAG.sequence);
  expectVersion(signedData.read(TAG.integer));
  const digestAlgorithms = signedData.enter(TAG.set);
  expectAlgorithm(digestAlgorithms.read(TAG.sequence), suite.digest);
  if (!digestAlgorithms.done) throw new OutsideProfileError('More than one digest algorithm');
  const encapsulated = signedData.enter(TAG.sequence);
  expect(encapsulated.read(TAG.objectIdentifier), suite.data);
  if (!encapsulated.done) throw new OutsideProfileError('The content is attached');
  const certificates = new DerReader(signedData.read(TAG.context0).contents).rest();
  const signerInfos = signedData.enterLast(TAG.set);
  const signerInfo = signerInfos.enter(TAG.sequence);
  if (!signerInfos.done) throw new OutsideProfileError('More than one signer');
  return {
    certificates: certificates.map(({ bytes: certificate }) => certificate),
    ...readSigner(signerInfo, suite, told),
  };
};

const readSigner = (
  signer: DerReader,
  suite: Suite,
  told: Date | undefined,
): Omit<ParsedSeal, 'certificates'> => {
  expectVersion(signer.read(TAG.integer));
  const signerIdentifier = signer.read(TAG.sequence).bytes;
  expectAlgorithm(signer.read(TAG.sequence), suite.digest);
  const attributes = signer.read(TAG.context0);
  expectAlgorithm(signer.read(TAG.sequence), suite.signature);
  const signature = signer.read(TAG.octetString).contents;
  signer.optional(TAG.context1);
  signer.end();
  return {
    signerIdentifier,
    signedAttributes: Buffer.concat([Buffer.of(TAG.set), attributes.bytes.subarray(1)]),
    signature,
    ...readAttributes(attributes.contents, suite, told),
  };
};

const readAttributes = (
  contents: Uint8Array,
  suite: Suite,
  told: Date | undefined,
): Pick<ParsedSeal, 'messageDigest' | 'signingTime' | 'certificateHash'> => {
  const attributes = attributeMap(new DerReader(contents).rest());
  expect(required(attributes, OID.contentType).readLast(TAG.objectIdentifier), suite.data);
  return {
    messageDigest: required(attributes, OID.messageDigest).readLast(TAG.octetString).contents,
    signingTime: told ? untold(attributes, told) : readTime(required(attributes, OID.signingTime)),
    certificateHash: readCertificateHash(required(attributes, OID.signingCertificateV2), suite),
  };
};

/** Type → its one value. DER order also rules out one type twice, which two readers could take differently. */
export const attributeMap = (values: readonly Value[]): Map<string, DerReader> => {
  const attributes = new Map<string, DerReader>();
  values.forEach((value, index) => {
    const previous = values[index - 1];
    if (previous && Buffer.compare(previous.bytes, value.bytes) >= 0) {
      throw new DerError('Signed attributes are not in DER order');
    }
    const attribute = new DerReader(value.contents);
    const type = attribute.read(TAG.objectIdentifier).bytes.toString('hex');
    if (attributes.has(type)) throw new DerError('A signed attribute stands twice');
    attributes.set(type, attribute.enterLast(TAG.set));
  });
  return attributes;
};

export const required = (attributes: ReadonlyMap<string, DerReader>, type: Buffer): DerReader => {
  const found = attributes.get(type.toString('hex'));
  if (!found) throw new OutsideProfileError('A signed attribute of CAdES B is missing');
  return found;
};

/** Two times could differ. */
const untold = (attributes: ReadonlyMap<string, DerReader>, told: Date): Date => {
  if (!attributes.has(OID.signingTime.toString('hex'))) return told;
  throw new OutsideProfileError('The signing time stands in the signature and outside it');
};

const readCertificateHash = (value: DerReader, suite: Suite): Buffer => {
  const { algorithm, digest } = readSigningCertificate(value);
  if (algorithm) expectAlgorithm(algorithm, suite.digest);
  else if (suite.hash !== 'sha256') throw new OutsideProfileError('The certificate is named by another hash');
  return digest;
};

/** The first ESSCertIDv2 (RFC 5035 §3), which names the signer's certificate. An absent algorithm is SHA-256. */
export const readSigningCertificate = (
  value: DerReader,
): { algorithm: Value | undefined; digest: Buffer } => {
  const first = value.enterLast(TAG.sequence).enter(TAG.sequence).enter(TAG.sequence);
  const algorithm = first.optional(TAG.sequence);
  return { algorithm, digest: first.read(TAG.octetString).contents };
};

const expect = (value: Value, oid: Buffer): void => {
  if (!value.bytes.equals(oid)) throw new OutsideProfileError('Another object identifier than the profile’s');
};

const expectVersion = (value: Value): void => {
  if (value.contents.length !== 1 || value.contents[0] !== CMS_VERSION) {
    throw new OutsideProfileError('Another version than the profile’s');
  }
};

const NULL = Buffer.of(0x05, 0x00);

/** Parameters are absent or NULL (RFC 5754 §2). */
const expectAlgorithm = (value: Value, oid: Buffer): void => {
  const algorithm = new DerReader(value.contents);
  expect(algorithm.read(TAG.objectIdentifier), oid);
  const parameters = value.contents.subarray(oid.length);
  if (parameters.length > 0 && !parameters.equals(NULL)) throw new OutsideProfileError('Unknown parameters');
};
