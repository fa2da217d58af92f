import { derOid, DerError, DerReader, TAG } from '../asn1/der.js';
import { PathError } from './faults.js';

/** Names of the key usage bits, in the order of RFC 5280 §4.2.1.3. */
export const KEY_USAGES = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsageName = (typeof KEY_USAGES)[number];

const hex = (oid: string): string => derOid(oid).toString('hex');

/** Object identifiers, DER in hex. */
export const EXTENSION = {
  subjectKeyIdentifier: hex('2.5.29.14'),
  keyUsage: hex('2.5.29.15'),
  subjectAltName: hex('2.5.29.17'),
  basicConstraints: hex('2.5.29.19'),
  cRLNumber: hex('2.5.29.20'),
  cRLReason: hex('2.5.29.21'),
  invalidityDate: hex('2.5.29.24'),
  cRLDistributionPoints: hex('2.5.29.31'),
  authorityKeyIdentifier: hex('2.5.29.35'),
  extendedKeyUsage: hex('2.5.29.37'),
  authorityInformation: hex('1.3.6.1.5.5.7.1.1'),
  ocspNoCheck: hex('1.3.6.1.5.5.7.48.1.5'),
  ocspNonce: hex('1.3.6.1.5.5.7.48.1.2'),
} as const;

/** What a value under an extension is understood to be. A subject's other names bear on nothing that is checked. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.keyUsage,
  EXTENSION.basicConstraints,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
]);

export interface RawExtension {
  readonly critical: boolean;
  readonly value: Buffer;
}

/** By object identifier, DER in hex. Throws DerError, also when one stands twice (RFC 5280 §4.2). */
export const readExtensions = (list: DerReader): ReadonlyMap<string, RawExtension> => {
  const found = new Map<string, RawExtension>();
  while (!list.done) {
    const extension = list.enter(TAG.sequence);
    const id = extension.read(TAG.objectIdentifier).bytes.toString('hex');
    const critical = extension.optional(TAG.boolean);
    // DER leaves a default out and writes true as FF (X.690 §11.1, §11.5).
    if (critical && !critical.contents.equals(TRUE)) throw new DerError('Not a boolean as DER writes it');
    if (found.has(id)) throw new DerError('An extension stands twice');
    found.set(id, {
      critical: critical !== undefined,
      value: extension.readLast(TAG.octetString).contents,
    });
  }
  return found;
};

const TRUE = Buffer.of(0xff);

/** What a path depends on. */
export interface CertificateExtensions {
  /** Present on authorities; `pathLength` is how many of them may stand below. */
  readonly authority?: { readonly pathLength: number };
  readonly keyUsage?: ReadonlySet<KeyUsageName>;
  /** Purposes, DER in hex. */
  readonly extendedKeyUsage?: { readonly critical: boolean; readonly purposes: ReadonlySet<string> };
  readonly subjectKeyIdentifier?: Buffer;
  readonly authorityKeyIdentifier?: Buffer;
  /** Whether its own revocation is not to be asked for (RFC 6960 §4.2.2.2.1). */
  readonly ocspNoCheck: boolean;
}

/** Throws DerError; PathError CRITICAL_EXTENSION_UNKNOWN. */
export const understand = (raw: ReadonlyMap<string, RawExtension>): CertificateExtensions => {
  const isUnknown = ([id, { critical }]: readonly [string, RawExtension]): boolean =>
    critical && !UNDERSTOOD.has(id);
  if ([...raw].some(isUnknown)) throw new PathError('CRITICAL_EXTENSION_UNKNOWN');
  const read = <T>(id: string, as: (extension: RawExtension) => T): T | undefined => {
    const extension = raw.get(id);
    return extension && as(extension);
  };
  return withoutUndefined({
    authority: read(EXTENSION.basicConstraints, basicConstraints),
    keyUsage: read(EXTENSION.keyUsage, keyUsage),
    extendedKeyUsage: read(EXTENSION.extendedKeyUsage, extendedKeyUsage),
    subjectKeyIdentifier: read(
      EXTENSION.subjectKeyIdentifier,
      ({ value }) => new DerReader(value).readLast(TAG.octetString).contents,
    ),
    authorityKeyIdentifier: read(EXTENSION.authorityKeyIdentifier, authorityKeyIdentifier),
    ocspNoCheck: raw.has(EXTENSION.ocspNoCheck),
  });
};

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

const withoutUndefined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;

/** An authority whose constraint is not critical is none here (RFC 5280 §4.2.1.9). */
const basicConstraints = ({ critical, value }: RawExtension): { pathLength: number } | undefined => {
  const constraints = new DerReader(value).enterLast(TAG.sequence);
  const isAuthority = constraints.optional(TAG.boolean);
  if (isAuthority && !isAuthority.contents.equals(TRUE)) throw new DerError('Not a boolean as DER writes it');
  const pathLength = constraints.optional(TAG.integer);
  constraints.end();
  if (pathLength && !isAuthority) throw new DerError('A path length on what is no authority');
  if (!isAuthority || !critical) return undefined;
  return { pathLength: pathLength ? smallNumber(pathLength.contents) : Infinity };
};

const smallNumber = (contents: Buffer): number => {
  const [octet = 0x80] = contents;
  if (contents.length !== 1 || octet >= 0x80)
    throw new DerError('A number that is negative or out of bounds');
  return octet;
};

const keyUsage = ({ value }: RawExtension): ReadonlySet<KeyUsageName> => {
  const { contents } = new DerReader(value).readLast(TAG.bitString);
  const octets = contents.subarray(1);
  return new Set(KEY_USAGES.filter((_, bit) => ((octets[bit >> 3] ?? 0) << (bit & 7)) & 0x80));
};

const extendedKeyUsage = ({
  critical,
  value,
}: RawExtension): { critical: boolean; purposes: ReadonlySet<string> } => {
  const list = new DerReader(value).enterLast(TAG.sequence);
  const purposes = new Set<string>();
  while (!list.done) purposes.add(list.read(TAG.objectIdentifier).bytes.toString('hex'));
  return { critical, purposes };
};

const KEY_IDENTIFIER = 0x80;

const authorityKeyIdentifier = ({ value }: RawExtension): Buffer | undefined =>
  new DerReader(value).enterLast(TAG.sequence).optional(KEY_IDENTIFIER)?.contents;
