import { verify, type KeyObject } from 'node:crypto';
import { der, derOid, TAG } from '../asn1/der.js';
import type { SignatureAlgorithm } from '../keys/signer.js';
import { isSm2Key } from '../sm2/keys.js';
import { verifySm2 } from '../sm2/sm2.js';
import { PathError } from './faults.js';

type KeyKind = 'rsa' | 'ec' | 'SM2';

interface Algorithm {
  readonly key: KeyKind;
  /** Name of the hash for node:crypto; SM2 brings its own. */
  readonly hash?: string;
}

const NULL = Buffer.of(0x05, 0x00);
const bare = (oid: string): Buffer => der(TAG.sequence, derOid(oid));
const rsa = (oid: string): Buffer => der(TAG.sequence, derOid(oid), NULL);

/** AlgorithmIdentifier of what our keys sign with; parameters are absent (RFC 5758 §3.2, GM/T 0010). */
export const ALGORITHM_IDENTIFIER: Readonly<Record<SignatureAlgorithm, Buffer>> = {
  ES256: bare('1.2.840.10045.4.3.2'),
  SM2: bare('1.2.156.10197.1.501'),
  // RFC 8410 §3.
  Ed25519: bare('1.3.101.112'),
};

/** Whole AlgorithmIdentifiers, so that unexpected parameters are another algorithm. RSA with NULL: RFC 4055 §5. */
const ACCEPTED: ReadonlyMap<string, Algorithm> = new Map(
  (
    [
      [ALGORITHM_IDENTIFIER.ES256, { key: 'ec', hash: 'sha256' }],
      [bare('1.2.840.10045.4.3.3'), { key: 'ec', hash: 'sha384' }],
      [bare('1.2.840.10045.4.3.4'), { key: 'ec', hash: 'sha512' }],
      [ALGORITHM_IDENTIFIER.SM2, { key: 'SM2' }],
      [rsa('1.2.840.113549.1.1.11'), { key: 'rsa', hash: 'sha256' }],
      [rsa('1.2.840.113549.1.1.12'), { key: 'rsa', hash: 'sha384' }],
      [rsa('1.2.840.113549.1.1.13'), { key: 'rsa', hash: 'sha512' }],
    ] as const
  ).map(([identifier, algorithm]) => [identifier.toString('hex'), algorithm]),
);

const CURVES: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const MIN_RSA_BITS = 2048;

/** The kind of a key that is strong enough. Throws PathError KEY_WEAK. */
export const kindOfKey = (key: KeyObject): KeyKind => {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS) return 'rsa';
  if (type === 'ec' && CURVES.has(details?.namedCurve)) return 'ec';
  // Node knows no name for keys of SM2.
  if (type === undefined && isSm2Key(key)) return 'SM2';
  throw new PathError('KEY_WEAK');
};

/** Throws PathError: ALGORITHM_UNSUPPORTED, ALGORITHM_MISMATCH, KEY_WEAK, SIGNATURE_WRONG. */
export const requireSignature = ({ tbs, algorithm, signature }: SignedBytes, publicKey: KeyObject): void => {
  const accepted = ACCEPTED.get(algorithm.toString('hex'));
  if (accepted === undefined) throw new PathError('ALGORITHM_UNSUPPORTED');
  if (kindOfKey(publicKey) !== accepted.key) throw new PathError('ALGORITHM_MISMATCH');
  const holds =
    accepted.hash === undefined
      ? verifySm2(tbs, publicKey, signature)
      : verify(accepted.hash, tbs, publicKey, signature);
  if (!holds) throw new PathError('SIGNATURE_WRONG');
};

/** What certificates, requests, revocation lists and OCSP answers have in common. */
export interface SignedBytes {
  /** The bytes that were signed. */
  readonly tbs: Buffer;
  /** AlgorithmIdentifier, DER. */
  readonly algorithm: Buffer;
  readonly signature: Buffer;
}
