import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import { der, derInteger, derOid, TAG } from '../asn1/der.js';
import { EXTENSION, KEY_USAGES, type KeyUsageName } from '../path/extensions.js';
import { KEY_PURPOSE } from '../path/purposes.js';
import type { Profile } from './profiles.js';

const KEY_IDENTIFIER_BYTES = 20;
const KEY_IDENTIFIER_TAG = 0x80;
const DNS_NAME_TAG = 0x82;
const URI_TAG = 0x86;
const IP_ADDRESS_TAG = 0x87;
const TRUE = der(TAG.boolean, Buffer.of(0xff));
const NULL = Buffer.of(0x05, 0x00);
const OCSP_ACCESS = derOid('1.3.6.1.5.5.7.48.1');
const FABRIC_ATTRIBUTES = derOid('1.2.3.4.5.6.7.8.1').toString('hex');

/** Where an authority says what became of a certificate: addresses over HTTP. */
export interface Published {
  readonly list: string;
  readonly ocsp: string;
}

export interface ExtensionParts {
  readonly profile: Profile;
  /** The subjectPublicKey of subject and issuer. */
  readonly keyBits: Buffer;
  readonly issuerKeyIdentifier: Buffer;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly published?: Published | undefined;
  /** Host names and addresses, for TLS. */
  readonly hosts?: readonly string[] | undefined;
}

/** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 of the public key, so that SHA-1 is not needed. */
export const keyIdentifier = (keyBits: Uint8Array): Buffer =>
  hash('sha256', keyBits, 'buffer').subarray(0, KEY_IDENTIFIER_BYTES);

/** Extensions in DER, one after another. */
export const extensionsOf = ({
  profile,
  keyBits,
  issuerKeyIdentifier,
  attributes,
  hosts,
  published,
}: ExtensionParts): Buffer[] => [
  basicConstraints(profile),
  keyUsage(profile.keyUsage),
  ...(profile.purposes ? [extendedKeyUsage(profile)] : []),
  extension(EXTENSION.subjectKeyIdentifier, der(TAG.octetString, keyIdentifier(keyBits))),
  authorityKeyIdentifier(issuerKeyIdentifier),
  ...(profile.noCheck ? [extension(EXTENSION.ocspNoCheck, NULL)] : []),
  ...(published ? [distributionPoint(published), ocspAccess(published)] : []),
  ...(hosts ? [subjectAltName(hosts)] : []),
  ...(attributes ? [fabricAttributes(attributes)] : []),
];

/** One Extension in DER, its identifier in DER and hex. */
export const extension = (id: string, value: Uint8Array, critical = false): Buffer =>
  der(TAG.sequence, Buffer.from(id, 'hex'), ...(critical ? [TRUE] : []), der(TAG.octetString, value));

const basicConstraints = ({ pathLength }: Profile): Buffer => {
  const parts = pathLength === undefined ? [] : [TRUE, derInteger(pathLength)];
  return extension(EXTENSION.basicConstraints, der(TAG.sequence, ...parts), true);
};

/** DER wants a named bit list without trailing zero bits (X.690 §11.2.2). */
const keyUsage = (usages: readonly KeyUsageName[]): Buffer => {
  const bits = usages.map((usage) => KEY_USAGES.indexOf(usage));
  const octet = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return extension(EXTENSION.keyUsage, der(TAG.bitString, Buffer.of(7 - Math.max(...bits), octet)), true);
};

const extendedKeyUsage = ({ purposes = [], purposesCritical }: Profile): Buffer =>
  extension(
    EXTENSION.extendedKeyUsage,
    der(TAG.sequence, ...purposes.map((purpose) => derOid(KEY_PURPOSE[purpose]))),
    purposesCritical,
  );

export const authorityKeyIdentifier = (identifier: Uint8Array): Buffer =>
  extension(EXTENSION.authorityKeyIdentifier, der(TAG.sequence, der(KEY_IDENTIFIER_TAG, identifier)));

/** One DistributionPoint by its full name (RFC 5280 §4.2.1.13). */
const distributionPoint = ({ list }: Published): Buffer => {
  const fullName = der(TAG.context0, der(URI_TAG, Buffer.from(list)));
  const point = der(TAG.sequence, der(TAG.context0, fullName));
  return extension(EXTENSION.cRLDistributionPoints, der(TAG.sequence, point));
};

/** RFC 5280 §4.2.2.1. */
const ocspAccess = ({ ocsp }: Published): Buffer => {
  const access = der(TAG.sequence, OCSP_ACCESS, der(URI_TAG, Buffer.from(ocsp)));
  return extension(EXTENSION.authorityInformation, der(TAG.sequence, access));
};

const subjectAltName = (hosts: readonly string[]): Buffer =>
  extension(EXTENSION.subjectAltName, der(TAG.sequence, ...hosts.map(hostName)));

const hostName = (host: string): Buffer =>
  isIP(host) === 4
    ? der(IP_ADDRESS_TAG, Buffer.from(host.split('.').map(Number)))
    : der(DNS_NAME_TAG, Buffer.from(host));

/**
 * Fabric CA's attribute extension as its `attrmgr` writes it and `ClientIdentity` reads it: the JSON text itself, with
 * sorted names, no ASN.1 string around it.
 */
const fabricAttributes = (attributes: Readonly<Record<string, string>>): Buffer => {
  const attrs = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return extension(FABRIC_ATTRIBUTES, Buffer.from(JSON.stringify({ attrs })));
};
