import { hash } from 'node:crypto';
import { BitString, OctetString } from 'asn1js';
import { AuthorityKeyIdentifier, BasicConstraints, Extension, type PublicKeyInfo } from 'pkijs';
import type { KeyUsage, Profile } from './profiles.js';

const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  fabricAttributes: '1.2.3.4.5.6.7.8.1',
} as const;

/** Bit numbers of RFC 5280 §4.2.1.3, counted from the highest bit of the first octet. */
const KEY_USAGE_BITS: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 0,
  contentCommitment: 1,
  keyCertSign: 5,
  cRLSign: 6,
};

const KEY_IDENTIFIER_BYTES = 20;

/** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 of the public key, so that SHA-1 is not needed. */
const keyIdentifier = (publicKey: PublicKeyInfo): Uint8Array =>
  hash('sha256', publicKey.subjectPublicKey.valueBlock.valueHexView, 'buffer').subarray(
    0,
    KEY_IDENTIFIER_BYTES,
  );

export interface ExtensionParts {
  readonly profile: Profile;
  readonly subjectKey: PublicKeyInfo;
  readonly issuerKey: PublicKeyInfo;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

export const extensionsOf = ({ profile, subjectKey, issuerKey, attributes }: ExtensionParts): Extension[] => [
  basicConstraints(profile),
  keyUsage(profile.keyUsage),
  subjectKeyIdentifier(subjectKey),
  authorityKeyIdentifier(issuerKey),
  ...(attributes ? [fabricAttributes(attributes)] : []),
];

const basicConstraints = ({ pathLength }: Profile): Extension =>
  extension(
    OID.basicConstraints,
    true,
    pathLength === undefined
      ? new BasicConstraints({ cA: false })
      : new BasicConstraints({ cA: true, pathLenConstraint: pathLength }),
  );

/** DER wants a named bit list without trailing zero bits (X.690 §11.2.2). */
const keyUsage = (usages: readonly KeyUsage[]): Extension => {
  const bits = usages.map((usage) => KEY_USAGE_BITS[usage]);
  const octet = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  const value = new BitString({ valueHex: Uint8Array.of(octet), unusedBits: 7 - Math.max(...bits) });
  return new Extension({ extnID: OID.keyUsage, critical: true, extnValue: value.toBER() });
};

const subjectKeyIdentifier = (key: PublicKeyInfo): Extension =>
  new Extension({
    extnID: OID.subjectKeyIdentifier,
    extnValue: new OctetString({ valueHex: keyIdentifier(key) }).toBER(),
  });

const authorityKeyIdentifier = (key: PublicKeyInfo): Extension =>
  extension(
    OID.authorityKeyIdentifier,
    false,
    new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: keyIdentifier(key) }) }),
  );

/**
 * Fabric CA's attribute extension as its `attrmgr` writes it and `ClientIdentity` reads it: the JSON text itself, with
 * sorted names, no ASN.1 string around it.
 */
const fabricAttributes = (attributes: Readonly<Record<string, string>>): Extension => {
  const attrs = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return new Extension({
    extnID: OID.fabricAttributes,
    extnValue: new TextEncoder().encode(JSON.stringify({ attrs })).buffer,
  });
};

const extension = (
  extnID: string,
  critical: boolean,
  value: BasicConstraints | AuthorityKeyIdentifier,
): Extension => new Extension({ extnID, critical, extnValue: value.toSchema().toBER() });
