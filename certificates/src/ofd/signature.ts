import { hash, type X509Certificate } from 'node:crypto';
import { DerError } from '../asn1/der.js';
import { keyDigestOf, readCertificate } from '../seal/certificate.js';
import { isSm2Key } from '../sm2/keys.js';
import { verifySm2 } from '../sm2/sm2.js';
import { fileAt, resolve, xmlAt, type Container, type SignatureEntry } from './container.js';
import { OfdFault } from './fault.js';
import { readSes, SM2_WITH_SM3, type SesSignature, type Signed } from './ses.js';
import { all, only, textOf, type Element } from './xml.js';

/** A seal on a document that covers all of it, by a signer whom the seal is for. */
export interface Sealed {
  readonly ses: SesSignature;
  readonly certificate: X509Certificate;
  /** SHA-256 of the certificate, base64url: the ledger's name for the seal key. */
  readonly keyDigest: string;
  /** What the seal protects. */
  readonly protects: ReadonlySet<string>;
  /** What belongs to the signature itself. */
  readonly own: ReadonlySet<string>;
}

/** How GB/T 33190 §18.2 names digests: by word or by identifier. */
const HASHES: Readonly<Record<string, 'sm3' | 'sha256'>> = {
  SM3: 'sm3',
  '1.2.156.10197.1.401': 'sm3',
  'SHA-256': 'sha256',
  SHA256: 'sha256',
  '2.16.840.1.101.3.4.2.1': 'sha256',
};
const PICTURES = ['png', 'jpg', 'jpeg', 'bmp', 'gif', 'svg', 'ofd'];

/**
 * Judges one seal: the description it covers, the digests there, the signature, the seal and its picture. Throws OfdFault.
 */
export const verifySignature = ({ files }: Container, entry: SignatureEntry): Sealed => {
  if (entry.type !== 'Seal') throw new OfdFault('OFD_UNSUPPORTED', { file: entry.path, reason: 'type' });
  const description = fileAt(files, entry.path);
  const root = xmlAt(files, entry.path);
  const info = only(root, 'SignedInfo', entry.path);
  const value = resolve(entry.path, textOf(root, 'SignedValue', entry.path));
  const ses = readSes(fileAt(files, value), value);
  requireCovers(ses, description, entry);
  const certificate = signerOf(ses);
  const stored = requireSeal(ses, files, info, entry);
  requireStamp(info, entry);
  const protects = requireDigests(files, info, entry);
  return {
    ses,
    certificate,
    keyDigest: keyDigestOf(certificate.raw),
    protects,
    own: new Set([entry.path, value, ...stored]),
  };
};

const requireCovers = (
  { dataHash, property }: SesSignature,
  description: Buffer,
  { path }: SignatureEntry,
): void => {
  const isSame = hash('sm3', description, 'buffer').equals(dataHash);
  if (!isSame || resolve('/', property) !== path)
    throw new OfdFault('OFD_SIGNED_INFO_CHANGED', { file: path });
};

/** Whose signature it is; who signed must be one the seal is for, with a certificate in force then. */
const signerOf = ({ signed, seal, at }: SesSignature): X509Certificate => {
  const certificate = requireSigned(signed, 'OFD_SIGNATURE_WRONG', 'OFD_SIGNER_WRONG');
  const { kind, values } = seal.signers;
  const own = kind === 'certificate' ? signed.certificate : hash('sm3', signed.certificate, 'buffer');
  if (!values.some((value) => value.equals(own)) || !isInForce(certificate, at)) {
    throw new OfdFault('OFD_SIGNER_WRONG');
  }
  if (at < seal.validFrom || at > seal.validTo) throw new OfdFault('OFD_SEAL_EXPIRED');
  return certificate;
};

const isInForce = ({ validFromDate, validToDate }: X509Certificate, at: Date): boolean =>
  validFromDate <= at && at <= validToDate;

/** The seal is its maker's, has a picture, and where it stands beside the signature too, is the same there. */
const requireSeal = (
  { seal }: SesSignature,
  files: Container['files'],
  info: Element,
  { path }: SignatureEntry,
): readonly string[] => {
  requireSigned(seal.made, 'OFD_SEAL_WRONG', 'OFD_SEAL_WRONG');
  const { type, data } = seal.picture;
  if (data.length === 0 || !PICTURES.includes(type.toLowerCase())) {
    throw new OfdFault('OFD_SEAL_WRONG', { reason: 'picture' });
  }
  const [stored] = all(info, 'Seal');
  if (!stored) return [];
  const place = resolve(path, textOf(stored, 'BaseLoc', path));
  if (!fileAt(files, place).equals(seal.bytes)) throw new OfdFault('OFD_SEAL_WRONG', { file: place });
  return [place];
};

/** The picture shows on pages of the document, within a box that is one. */
const requireStamp = (info: Element, { path }: SignatureEntry): void => {
  const stamps = all(info, 'StampAnnot');
  if (stamps.length === 0 || !stamps.every(isShown)) {
    throw new OfdFault('OFD_SEAL_WRONG', { file: path, reason: 'stamp' });
  }
};

const isShown = ({ attributes: { PageRef = '', Boundary = '' } }: Element): boolean => {
  const [left, top, width = 0, height = 0, ...more] = Boundary.trim().split(/\s+/).map(Number);
  const isBox = Number.isFinite(left) && Number.isFinite(top) && width > 0 && height > 0;
  return isBox && more.length === 0 && /^\d+$/.test(PageRef);
};

const requireDigests = (
  files: Container['files'],
  info: Element,
  { path }: SignatureEntry,
): ReadonlySet<string> => {
  const list = only(info, 'References', path);
  const algorithm = HASHES[list.attributes.CheckMethod ?? 'MD5'];
  if (algorithm === undefined) throw new OfdFault('OFD_UNSUPPORTED', { file: path, reason: 'digest' });
  const protects = new Set<string>();
  for (const reference of all(list, 'Reference')) {
    const file = resolve(path, reference.attributes.FileRef ?? '');
    if (protects.has(file)) throw new OfdFault('OFD_MALFORMED', { file: path });
    protects.add(file);
    const digest = hash(algorithm, fileAt(files, file), 'base64');
    if (digest !== textOf(reference, 'CheckValue', path)) throw new OfdFault('OFD_FILE_CHANGED', { file });
  }
  return protects;
};

/** SM2 with SM3 under the national user id. Throws OfdFault. */
const requireSigned = (
  { content, certificate: bytes, algorithm, signature }: Signed,
  wrong: OfdFault['code'],
  unreadable: OfdFault['code'],
): X509Certificate => {
  if (!algorithm.equals(SM2_WITH_SM3)) throw new OfdFault('OFD_UNSUPPORTED', { reason: 'algorithm' });
  const certificate = certificateOf(bytes, unreadable);
  if (!verifySm2(content, certificate.publicKey, signature)) throw new OfdFault(wrong);
  return certificate;
};

const certificateOf = (bytes: Buffer, unreadable: OfdFault['code']): X509Certificate => {
  try {
    const certificate = readCertificate(bytes);
    if (isSm2Key(certificate.publicKey) && certificate.raw.equals(bytes)) return certificate;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
  }
  throw new OfdFault(unreadable, { reason: 'certificate' });
};
