import type { X509Certificate } from 'node:crypto';
import { Sequence, Set, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, RelativeDistinguishedNames } from 'pkijs';

/** Whom a certificate names. */
export interface Subject {
  readonly commonName: string;
  readonly organization: string;
  /** Unified social credit code (GB 32100) of the legal unit, for seals. */
  readonly organizationCode?: string;
}

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  organizationIdentifier: '2.5.4.97',
} as const;

/**
 * The order is O, organizationIdentifier, OU, CN: general to particular (X.501). Written as DER and read back, since
 * pkijs, given the parts, would make one multi-valued name of them.
 */
export const distinguishedName = (subject: Subject, unit?: string): RelativeDistinguishedNames => {
  const parts: [string, string | undefined][] = [
    [OID.organization, subject.organization],
    [OID.organizationIdentifier, subject.organizationCode],
    [OID.organizationalUnit, unit],
    [OID.commonName, subject.commonName],
  ];
  const name = new Sequence({
    value: parts.flatMap(([type, value]) => (value === undefined ? [] : [relativeName(type, value)])),
  });
  return RelativeDistinguishedNames.fromBER(name.toBER());
};

/** The organisation code in a certificate's subject. */
export const organizationCodeOf = ({ subject }: X509Certificate): string | undefined =>
  subject
    .split('\n')
    .find((line) => line.startsWith(ORGANIZATION_CODE))
    ?.slice(ORGANIZATION_CODE.length);

/** As Node writes the subject: one attribute a line, line breaks within values escaped. */
const ORGANIZATION_CODE = 'organizationIdentifier=';

const relativeName = (type: string, value: string): Set =>
  new Set({ value: [new AttributeTypeAndValue({ type, value: new Utf8String({ value }) }).toSchema()] });
