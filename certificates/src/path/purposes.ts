import { derOid } from '../asn1/der.js';
import type { PathCertificate } from './certificate.js';
import type { KeyUsageName } from './extensions.js';
import { PathError } from './faults.js';

/** Extended key usages (RFC 5280 §4.2.1.12; documentSigning: RFC 9336). */
export const KEY_PURPOSE = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  documentSigning: '1.3.6.1.5.5.7.3.36',
} as const;

export type KeyPurpose = keyof typeof KEY_PURPOSE;

/** What a certificate at the end of a path is to be used for. */
export type Usage = 'seal' | 'person' | 'tls' | 'ocsp' | 'timeStamp';

interface Demand {
  /** One of these bits at least. */
  readonly keyUsage: readonly KeyUsageName[];
  readonly purpose: KeyPurpose;
  /** `optional`: only where extended key usages are given at all. `alone`: critical, and the only one. */
  readonly how: 'optional' | 'required' | 'alone';
}

const DEMANDS: Readonly<Record<Usage, Demand>> = {
  // Seals of other makers, and the first of ours, carry no extended usage.
  seal: { keyUsage: ['contentCommitment'], purpose: 'documentSigning', how: 'optional' },
  person: { keyUsage: ['contentCommitment'], purpose: 'emailProtection', how: 'required' },
  tls: { keyUsage: ['digitalSignature'], purpose: 'serverAuth', how: 'required' },
  ocsp: { keyUsage: ['digitalSignature'], purpose: 'ocspSigning', how: 'required' },
  // RFC 3161 §2.3.
  timeStamp: { keyUsage: ['digitalSignature', 'contentCommitment'], purpose: 'timeStamping', how: 'alone' },
};

/** Throws PathError KEY_USAGE_WRONG, EXTENDED_KEY_USAGE_WRONG. */
export const requireUsage = ({ keyUsage, extendedKeyUsage }: PathCertificate, usage: Usage): void => {
  const demand = DEMANDS[usage];
  if (!demand.keyUsage.some((bit) => keyUsage?.has(bit))) throw new PathError('KEY_USAGE_WRONG');
  if (!isPurpose(extendedKeyUsage, demand)) throw new PathError('EXTENDED_KEY_USAGE_WRONG');
};

const isPurpose = (given: PathCertificate['extendedKeyUsage'], { purpose, how }: Demand): boolean => {
  if (given === undefined) return how === 'optional';
  const isNamed = given.purposes.has(derOid(KEY_PURPOSE[purpose]).toString('hex'));
  return isNamed && (how !== 'alone' || (given.critical && given.purposes.size === 1));
};
