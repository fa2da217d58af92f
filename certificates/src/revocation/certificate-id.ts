import { hash } from 'node:crypto';
import { der, derOid, DerReader, TAG } from '../asn1/der.js';
import type { PathCertificate } from '../path/certificate.js';

/** How OCSP names a certificate (RFC 6960 §4.1.1): by hashes of its issuer's name and key, and its serial. */
export interface CertificateId {
  /** The whole CertID, DER. */
  readonly bytes: Buffer;
  /** AlgorithmIdentifier of the hash, DER. */
  readonly algorithm: Buffer;
  readonly issuerName: Buffer;
  readonly issuerKey: Buffer;
  /** Contents of the INTEGER, hex. */
  readonly serial: string;
}

const NULL = Buffer.of(0x05, 0x00);
const SHA1 = derOid('1.3.14.3.2.26');
const SHA256 = derOid('2.16.840.1.101.3.4.2.1');

/** SHA-1 is what most clients send (RFC 5019 §2.1.1); nothing here depends on its strength. */
const HASHES: ReadonlyMap<string, string> = new Map(
  (
    [
      [SHA1, 'sha1'],
      [SHA256, 'sha256'],
    ] as const
  ).flatMap(([oid, name]) =>
    [[], [NULL]].map((parameters) => [der(TAG.sequence, oid, ...parameters).toString('hex'), name] as const),
  ),
);

/** The next value of `reader`. Throws DerError. */
export const readCertificateId = (reader: DerReader): CertificateId => {
  const { bytes, contents } = reader.read(TAG.sequence);
  const id = new DerReader(contents);
  const { bytes: algorithm, contents: named } = id.read(TAG.sequence);
  new DerReader(named).read(TAG.objectIdentifier);
  const issuerName = id.read(TAG.octetString).contents;
  const issuerKey = id.read(TAG.octetString).contents;
  const serial = id.readLast(TAG.integer).contents.toString('hex');
  return { bytes, algorithm, issuerName, issuerKey, serial };
};

/** Whether an id names a certificate of this issuer. A hash that is not known names none. */
export const isOfIssuer = (
  { algorithm, issuerName, issuerKey }: CertificateId,
  { subject, keyBits }: Pick<PathCertificate, 'subject' | 'keyBits'>,
): boolean => {
  const name = HASHES.get(algorithm.toString('hex'));
  return (
    name !== undefined &&
    hash(name, subject, 'buffer').equals(issuerName) &&
    hash(name, keyBits, 'buffer').equals(issuerKey)
  );
};

/** The id of a certificate with this serial, by SHA-256. */
export const certificateIdOf = (
  serial: string,
  { subject, keyBits }: Pick<PathCertificate, 'subject' | 'keyBits'>,
): Buffer =>
  der(
    TAG.sequence,
    der(TAG.sequence, SHA256, NULL),
    der(TAG.octetString, hash('sha256', subject, 'buffer')),
    der(TAG.octetString, hash('sha256', keyBits, 'buffer')),
    der(TAG.integer, Buffer.from(serial, 'hex')),
  );
