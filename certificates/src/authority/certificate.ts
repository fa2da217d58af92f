import { randomBytes, type KeyObject } from 'node:crypto';
import { der, derInteger, derTime, TAG } from '../asn1/der.js';
import type { Signer } from '../keys/signer.js';
import { keyBitsOf, readCertificate, type PathCertificate } from '../path/certificate.js';
import { sign } from '../path/signed.js';
import { extensionsOf, keyIdentifier, type Published } from './extensions.js';
import { distinguishedName, type Subject } from './names.js';
import { profiles, type Profile, type ProfileName } from './profiles.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** So that a verifier whose clock is a little slow does not refuse a certificate made a moment ago. */
const BACK_DATING = 5 * MINUTE;
const SERIAL_BYTES = 16;
/** X.509 version 3 counts from zero. */
const VERSION_3 = der(TAG.context0, derInteger(2));

/** Whoever signs certificates: a certificate of an authority and its key. */
export interface Issuer {
  readonly certificate: PathCertificate;
  readonly signer: Signer;
}

export interface CertificateBody {
  readonly profile: ProfileName;
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Host names and IPv4 addresses, for TLS. */
  readonly hosts?: readonly string[];
  /** Absent: it names no address, and whoever verifies must know one. */
  readonly published?: Published | undefined;
}

/** A new certificate. None outlives the one it hangs from. */
export const issueCertificate = (
  body: CertificateBody,
  { certificate, signer }: Issuer,
  now: Date,
): Promise<PathCertificate> =>
  write(body, signer, {
    name: certificate.subject,
    keyIdentifier: certificate.subjectKeyIdentifier ?? keyIdentifier(certificate.keyBits),
    notAfter: certificate.notAfter,
    now,
  });

/** A new root, which vouches for itself. */
export const issueRoot = (subject: Subject, signer: Signer, now: Date): Promise<PathCertificate> =>
  write({ profile: 'root', subject, publicKey: signer.publicKey }, signer, {
    name: distinguishedName(subject),
    keyIdentifier: keyIdentifier(keyBitsOf(spkiOf(signer.publicKey))),
    notAfter: new Date(8.64e15),
    now,
  });

interface Above {
  readonly name: Buffer;
  readonly keyIdentifier: Buffer;
  readonly notAfter: Date;
  readonly now: Date;
}

const write = async (body: CertificateBody, signer: Signer, above: Above): Promise<PathCertificate> => {
  const profile: Profile = profiles[body.profile];
  const spki = spkiOf(body.publicKey);
  const end = Math.min(above.now.getTime() + profile.days * DAY, above.notAfter.getTime());
  const extensions = extensionsOf({
    profile,
    keyBits: keyBitsOf(spki),
    issuerKeyIdentifier: above.keyIdentifier,
    attributes: body.attributes,
    hosts: body.hosts,
    published: body.published,
  });
  const bytes = await sign(signer, (algorithm) =>
    der(
      TAG.sequence,
      VERSION_3,
      der(TAG.integer, randomSerial()),
      algorithm,
      above.name,
      der(TAG.sequence, derTime(new Date(above.now.getTime() - BACK_DATING)), derTime(new Date(end))),
      distinguishedName(body.subject, profile.unit),
      spki,
      der(TAG.context3, der(TAG.sequence, ...extensions)),
    ),
  );
  return readCertificate(bytes);
};

/** RFC 5280 §4.1.2.7. */
export const spkiOf = (publicKey: KeyObject): Buffer => publicKey.export({ format: 'der', type: 'spki' });

/** 126 random bits, positive and without a leading zero octet (RFC 5280 §4.1.2.2 allows 20 octets). */
const randomSerial = (): Buffer => {
  const serial = randomBytes(SERIAL_BYTES);
  serial[0] = (serial.readUInt8() & 0x3f) | 0x40;
  return serial;
};
