import type { KeyObject } from 'node:crypto';

/** The hashes accepted in CMS, by object identifier (RFC 5754 §2). */
export const HASH_BY_OID: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Signature algorithm → key type and hash; rsaEncryption takes the signer's digest algorithm (RFC 5754 §3.2). */
export const SIGNATURE_BY_OID: Readonly<Record<string, { key: 'ec' | 'rsa'; hash?: string }>> = {
  '1.2.840.10045.4.3.2': { key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', hash: 'sha512' },
  '1.2.840.113549.1.1.1': { key: 'rsa' },
  '1.2.840.113549.1.1.11': { key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', hash: 'sha512' },
};

const MIN_RSA_BITS = 2048;

/** Whether a key is P-256, or RSA of at least 2,048 bits. */
export const isStrong = ({ asymmetricKeyDetails: details }: KeyObject): boolean =>
  details?.namedCurve === 'prime256v1' || (details?.modulusLength ?? 0) >= MIN_RSA_BITS;
