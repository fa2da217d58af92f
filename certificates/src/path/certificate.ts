import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { DerError, DerReader, TAG } from '../asn1/der.js';
import { readNextTime, readTime } from '../asn1/time.js';
import { BoundedMap } from '../bounded-map.js';
import type { SignedBytes } from './algorithms.js';
import { readExtensions, understand, type CertificateExtensions } from './extensions.js';
import { PathError } from './faults.js';
import { readSigned } from './signed.js';

/** A certificate taken apart (RFC 5280 §4.1). Names and serials are compared as bytes, never as text. */
export interface PathCertificate extends SignedBytes, CertificateExtensions {
  readonly bytes: Buffer;
  /** Contents of the INTEGER, hex. */
  readonly serial: string;
  /** Name, DER. */
  readonly issuer: Buffer;
  /** Name, DER. */
  readonly subject: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  /** The subjectPublicKey within the SubjectPublicKeyInfo: what OCSP hashes to name an issuer. */
  readonly keyBits: Buffer;
}

const MAX_BYTES = 32 * 1024;
const VERSION_3 = Buffer.of(0x02, 0x01, 0x02);
const CACHED = 1024;

const known = new BoundedMap<string, PathCertificate>(CACHED);

/** Throws PathError: CERTIFICATE_MALFORMED, CRITICAL_EXTENSION_UNKNOWN, ALGORITHM_MISMATCH. */
export const readCertificate = (bytes: Uint8Array): PathCertificate => {
  if (bytes.length > MAX_BYTES) throw new PathError('CERTIFICATE_MALFORMED');
  const digest = hash('sha256', bytes, 'base64url');
  const cached = known.get(digest);
  if (cached) return cached;
  const certificate = parse(bytes);
  known.set(digest, certificate);
  return certificate;
};

const parse = (bytes: Uint8Array): PathCertificate => {
  try {
    const signed = readSigned(bytes);
    return { bytes: Buffer.from(bytes), ...signed, ...readBody(signed) };
  } catch (cause) {
    if (cause instanceof DerError) throw new PathError('CERTIFICATE_MALFORMED', { cause });
    throw cause;
  }
};

type Body = Omit<PathCertificate, keyof SignedBytes | 'bytes'>;

const readBody = ({ tbs, algorithm }: SignedBytes): Body => {
  const body = new DerReader(tbs).enterLast(TAG.sequence);
  if (!body.read(TAG.context0).contents.equals(VERSION_3)) throw new DerError('Not of version 3');
  const serial = body.read(TAG.integer).contents;
  if (!body.read(TAG.sequence).bytes.equals(algorithm)) throw new PathError('ALGORITHM_MISMATCH');
  const issuer = body.read(TAG.sequence).bytes;
  const validity = body.enter(TAG.sequence);
  const notBefore = readNextTime(validity);
  const notAfter = readTime(validity);
  const subject = body.read(TAG.sequence).bytes;
  const key = body.read(TAG.sequence).bytes;
  const extensions = body.enterLast(TAG.context3).enterLast(TAG.sequence);
  return {
    serial: serial.toString('hex'),
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey: readKey(key),
    keyBits: keyBitsOf(key),
    ...understand(readExtensions(extensions)),
  };
};

const readKey = (key: Buffer): KeyObject => {
  try {
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch (cause) {
    throw new DerError('Not a public key, or a point off its curve', { cause });
  }
};

/** The subjectPublicKey of a SubjectPublicKeyInfo. Throws DerError. */
export const keyBitsOf = (key: Buffer): Buffer => {
  const info = new DerReader(key).enterLast(TAG.sequence);
  info.read(TAG.sequence);
  return info.readLast(TAG.bitString).contents.subarray(1);
};
