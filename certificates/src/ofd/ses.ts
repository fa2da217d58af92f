import { der, DerError, DerReader, derOid, TAG } from '../asn1/der.js';
import { readGeneralizedTime, readNextTime } from '../asn1/time.js';
import { OfdFault } from './fault.js';

const IA5_STRING = 0x16;
const PRINTABLE_STRING = 0x13;
/** SM2 with SM3 (GM/T 0006). */
export const SM2_WITH_SM3 = derOid('1.2.156.10197.1.501');
/** How the certificates of who may set the seal stand in it: themselves. */
const WHOLE_CERTIFICATES = 1;
const NO_BITS = 0;

/** A seal: whose it is, what it looks like, and who made it (SESeal). */
export interface Seal {
  /** As it stands in the signature. */
  readonly bytes: Buffer;
  readonly id: string;
  readonly name: string;
  /** Of those who may set it: certificates in DER, or where it lists them so, their SM3 digests. */
  readonly signers: { readonly kind: 'certificate' | 'digest'; readonly values: readonly Buffer[] };
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly picture: { readonly type: string; readonly data: Buffer };
  /** The maker's signature, over facts, certificate and algorithm. */
  readonly made: Signed;
}

/** Bytes under a signature, and whose. */
export interface Signed {
  readonly content: Buffer;
  readonly certificate: Buffer;
  readonly algorithm: Buffer;
  readonly signature: Buffer;
}

/** An electronic signature with a seal (SES_Signature), of either version. */
export interface SesSignature {
  readonly version: 1 | 4;
  readonly seal: Seal;
  readonly at: Date;
  /** SM3 of the signature's description. */
  readonly dataHash: Buffer;
  /** The path of that description. */
  readonly property: string;
  readonly signed: Signed;
}

/** Reads SignedValue.dat, by GB/T 38540 §7 (version 4) or GM/T 0031 §7 (version 1). Throws OfdFault. */
export const readSes = (bytes: Buffer, file: string): SesSignature => {
  try {
    const version = versionOf(bytes);
    if (version === 4) return readV4(bytes);
    if (version === 1) return readV1(bytes);
  } catch (error) {
    if (error instanceof DerError) throw new OfdFault('OFD_MALFORMED', { file });
    throw error;
  }
  throw new OfdFault('OFD_UNSUPPORTED', { file, reason: 'version' });
};

const versionOf = (bytes: Buffer): number =>
  integer(new DerReader(bytes).enterLast(TAG.sequence).enter(TAG.sequence));

const readV4 = (bytes: Buffer): SesSignature => {
  const whole = new DerReader(bytes).enterLast(TAG.sequence);
  const content = whole.read(TAG.sequence);
  const certificate = whole.read(TAG.octetString).contents;
  const algorithm = whole.read(TAG.objectIdentifier).bytes;
  const signature = bits(whole);
  // A time stamp may follow (timeStamp [0]); it is not judged.
  whole.rest();
  const body = new DerReader(content.contents);
  integer(body);
  const seal = readSealV4(body.read(TAG.sequence).bytes);
  const at = readGeneralizedTime(body);
  const dataHash = bits(body);
  const property = text(body, IA5_STRING);
  body.rest();
  const signed = { content: content.bytes, certificate, algorithm, signature };
  return { version: 4, seal, at, dataHash, property, signed };
};

const readV1 = (bytes: Buffer): SesSignature => {
  const whole = new DerReader(bytes).enterLast(TAG.sequence);
  const content = whole.read(TAG.sequence);
  const signature = bits(whole);
  whole.end();
  const body = new DerReader(content.contents);
  integer(body);
  const seal = readSealV1(body.read(TAG.sequence).bytes);
  const at = timeOfV1(bits(body));
  const dataHash = bits(body);
  const property = text(body, IA5_STRING);
  const certificate = body.read(TAG.octetString).contents;
  const algorithm = body.readLast(TAG.objectIdentifier).bytes;
  return {
    version: 1,
    seal,
    at,
    dataHash,
    property,
    signed: { content: content.bytes, certificate, algorithm, signature },
  };
};

const CIVIL = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/;

/** GM/T 0031 leaves open what stands in its bit string: most write civil time, which is UTC+8, some a time in DER. */
const timeOfV1 = (contents: Buffer): Date => {
  const [, day, time] = CIVIL.exec(contents.toString('latin1')) ?? [];
  if (day === undefined) return readNextTime(new DerReader(contents));
  const instant = new Date(`${day}T${time}+08:00`);
  if (Number.isNaN(instant.getTime())) throw new DerError('Not a time');
  return instant;
};

const readSealV4 = (bytes: Buffer): Seal => {
  const seal = new DerReader(bytes).enterLast(TAG.sequence);
  const info = seal.read(TAG.sequence);
  const certificate = seal.read(TAG.octetString);
  const algorithm = seal.read(TAG.objectIdentifier);
  const signature = bits(seal);
  seal.end();
  return sealOf(bytes, info.contents, {
    content: sequenceOf(info.bytes, certificate.bytes, algorithm.bytes),
    certificate: certificate.contents,
    algorithm: algorithm.bytes,
    signature,
  });
};

const readSealV1 = (bytes: Buffer): Seal => {
  const seal = new DerReader(bytes).enterLast(TAG.sequence);
  const info = seal.read(TAG.sequence);
  const by = seal.enterLast(TAG.sequence);
  const certificate = by.read(TAG.octetString);
  const algorithm = by.read(TAG.objectIdentifier);
  const signature = bits(by);
  by.end();
  return sealOf(bytes, info.contents, {
    content: sequenceOf(info.bytes, certificate.bytes, algorithm.bytes),
    certificate: certificate.contents,
    algorithm: algorithm.bytes,
    signature,
  });
};

const sealOf = (bytes: Buffer, contents: Buffer, made: Signed): Seal => {
  const info = new DerReader(contents);
  const header = info.enter(TAG.sequence);
  if (text(header, IA5_STRING) !== 'ES') throw new DerError('Not a seal');
  const version = integer(header);
  const id = text(info, IA5_STRING);
  const property = info.enter(TAG.sequence);
  integer(property);
  const name = text(property, TAG.utf8String);
  const signers = version === 4 ? signersOf(property) : certificatesIn(property);
  const [, validFrom, validTo] = [readNextTime(property), readNextTime(property), readNextTime(property)];
  const look = info.enter(TAG.sequence);
  const picture = { type: text(look, IA5_STRING), data: look.read(TAG.octetString).contents };
  return { bytes, id, name, signers, validFrom, validTo, picture, made };
};

const signersOf = (property: DerReader): Seal['signers'] =>
  integer(property) === WHOLE_CERTIFICATES
    ? certificatesIn(property)
    : {
        kind: 'digest',
        values: property
          .enter(TAG.sequence)
          .rest()
          .map(({ bytes }) => {
            const object = new DerReader(bytes).enterLast(TAG.sequence);
            object.read(PRINTABLE_STRING);
            return object.readLast(TAG.octetString).contents;
          }),
      };

const certificatesIn = (property: DerReader): Seal['signers'] => ({
  kind: 'certificate',
  values: property
    .enter(TAG.sequence)
    .rest()
    .map(({ bytes }) => new DerReader(bytes).readLast(TAG.octetString).contents),
});

const integer = (reader: DerReader): number => {
  const { contents } = reader.read(TAG.integer);
  if (contents.length !== 1) throw new DerError('A number that is too large');
  return contents[0] ?? 0;
};

const text = (reader: DerReader, tag: number): string => reader.read(tag).contents.toString('utf8');

const bits = (reader: DerReader): Buffer => {
  const { contents } = reader.read(TAG.bitString);
  if (contents[0] !== NO_BITS) throw new DerError('Bits that fill no octet');
  return contents.subarray(1);
};

const sequenceOf = (...parts: readonly Buffer[]): Buffer => der(TAG.sequence, ...parts);
