import { createPublicKey, type KeyObject } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { der, DerError, derInteger, DerReader, TAG } from '../asn1/der.js';
import type { SignatureAlgorithm, Signer } from '../keys/signer.js';
import { isSm2Key } from '../sm2/keys.js';
import { requireSignature, type SignedBytes } from '../path/algorithms.js';
import { PathError } from '../path/faults.js';
import { readSigned, sign } from '../path/signed.js';
import { spkiOf } from './certificate.js';
import { distinguishedName, type Subject } from './names.js';
import { fromPem, toPem } from './pem.js';

const VERSION_1 = derInteger(0);
/** RFC 2986 §4.1 wants the attributes even when there are none, and Go's parser insists. */
const NO_ATTRIBUTES = der(TAG.context0);
const MAX_BYTES = 16 * 1024;

/** Kinds of keys that may be certified. */
export type Certified = Extract<SignatureAlgorithm, 'ES256' | 'SM2'>;

/** A PKCS#10 request (RFC 2986) in PEM, signed with the key it is for. */
export const createRequest = async (signer: Signer, subject: Subject): Promise<string> => {
  const body = der(
    TAG.sequence,
    VERSION_1,
    distinguishedName(subject),
    spkiOf(signer.publicKey),
    NO_ATTRIBUTES,
  );
  return toPem('CERTIFICATE REQUEST', await sign(signer, () => body));
};

/**
 * The public key of a PKCS#10 request whose own signature proves that the requester holds the private key. The name in
 * it is a wish only: an authority decides the subject. Throws PEM_INVALID, REQUEST_INVALID, KEY_UNSUPPORTED.
 */
export const provenPublicKey = (pem: string, accepted: readonly Certified[] = ['ES256']): KeyObject => {
  const signed = readRequest(fromPem('CERTIFICATE REQUEST', pem));
  const key = supportedKey(readKey(signed), accepted);
  try {
    requireSignature(signed, key);
    return key;
  } catch (cause) {
    if (!(cause instanceof PathError)) throw cause;
    throw new HanlianError(
      'REQUEST_INVALID',
      'The request is not signed by the key it names; make a new request with the private key at hand',
      { reason: cause.fault },
      { cause },
    );
  }
};

const notARequest = (cause: unknown): HanlianError =>
  new HanlianError('REQUEST_INVALID', 'Not a PKCS#10 certification request (RFC 2986)', {}, { cause });

const readRequest = (bytes: Uint8Array): SignedBytes => {
  if (bytes.length > MAX_BYTES) throw notARequest(undefined);
  try {
    return readSigned(bytes);
  } catch (cause) {
    if (cause instanceof DerError) throw notARequest(cause);
    throw cause;
  }
};

/** SubjectPublicKeyInfo of the request, DER. */
const readKey = ({ tbs }: SignedBytes): Buffer => {
  try {
    const body = new DerReader(tbs).enterLast(TAG.sequence);
    if (!body.read(TAG.integer).bytes.equals(VERSION_1)) throw new DerError('Not of version 1');
    body.read(TAG.sequence);
    const key = body.read(TAG.sequence).bytes;
    body.readLast(TAG.context0);
    return key;
  } catch (cause) {
    if (cause instanceof DerError) throw notARequest(cause);
    throw cause;
  }
};

const supportedKey = (spki: Buffer, accepted: readonly Certified[]): KeyObject => {
  const key = parseKey(spki);
  const algorithm = algorithmOfKey(key);
  if (algorithm && accepted.includes(algorithm)) return key;
  throw new HanlianError(
    'KEY_UNSUPPORTED',
    `Only these keys are certified here: ${accepted.map((name) => CURVE[name]).join(', ')}`,
    { expected: accepted.map((name) => CURVE[name]) },
  );
};

const CURVE = { ES256: 'P-256', SM2: 'SM2' } as const satisfies Readonly<Record<Certified, string>>;

/** Which of our algorithms a public key signs with. */
const algorithmOfKey = (key: KeyObject): Certified | undefined => {
  if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  return isSm2Key(key) ? 'SM2' : undefined;
};

const parseKey = (spki: Buffer): KeyObject => {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch (cause) {
    throw notARequest(cause);
  }
};
