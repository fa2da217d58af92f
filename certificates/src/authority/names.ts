import type { X509Certificate } from 'node:crypto';
import { der, derOid, TAG } from '../asn1/der.js';

/** Whom a certificate names. */
export interface Subject {
  readonly commonName: string;
  readonly organization: string;
  /** Unified social credit code (GB 32100) of the legal unit, for seals. */
  readonly organizationCode?: string;
}

const OID = {
  commonName: derOid('2.5.4.3'),
  organization: derOid('2.5.4.10'),
  organizationalUnit: derOid('2.5.4.11'),
  organizationIdentifier: derOid('2.5.4.97'),
} as const;

/** A Name in DER. The order is O, organizationIdentifier, OU, CN: general to particular (X.501). */
export const distinguishedName = (subject: Subject, unit?: string): Buffer => {
  const parts: [Buffer, string | undefined][] = [
    [OID.organization, subject.organization],
    [OID.organizationIdentifier, subject.organizationCode],
    [OID.organizationalUnit, unit],
    [OID.commonName, subject.commonName],
  ];
  return der(
    TAG.sequence,
    ...parts.flatMap(([type, value]) => (value === undefined ? [] : [relativeName(type, value)])),
  );
};

/** The organisation code in a certificate's subject. */
export const organizationCodeOf = ({ subject }: X509Certificate): string | undefined =>
  subject
    .split('\n')
    .find((line) => line.startsWith(ORGANIZATION_CODE))
    ?.slice(ORGANIZATION_CODE.length);

/** As Node writes the subject: one attribute a line, line breaks within values escaped. */
const ORGANIZATION_CODE = 'organizationIdentifier=';

const relativeName = (type: Buffer, value: string): Buffer =>
  der(TAG.set, der(TAG.sequence, type, der(TAG.utf8String, Buffer.from(value))));
