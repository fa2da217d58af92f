import { hash, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import { derOid, DerError } from '../asn1/der.js';
import { isLowSDer } from '../asn1/ecdsa.js';
import { isStrong, SIGNATURE_BY_OID } from '../seal/algorithms.js';
import { issuerAndSerial, readCertificate } from '../seal/certificate.js';
import { OutsideProfileError } from '../seal/reader.js';
import { TIME_STAMPING } from './profile.js';
import { readToken, type ParsedToken } from './token.js';

/** Why a time stamp proves nothing. Each is a code of the verification table. */
export type StampFault =
  /** Not a time-stamp token in DER, or not in the form a signature needs. */
  | 'STAMP_MALFORMED'
  /** An algorithm that no verifier here accepts. */
  | 'STAMP_UNSUPPORTED'
  /** The certificate it names as its own is missing, another than it was signed with, or not for time stamps. */
  | 'STAMP_CERTIFICATE_WRONG'
  /** The signature is not of the key, or not in its one canonical form. */
  | 'STAMP_SIGNATURE_WRONG'
  /** A genuine stamp, over other data. */
  | 'STAMP_FOREIGN';

/** A stamp that covers the data given. Whether its authority is trusted is another question. */
export interface VerifiedStamp {
  readonly ok: true;
  /** The instant before which the data existed. */
  readonly at: Date;
  readonly certificate: X509Certificate;
  /** All certificates in the token. */
  readonly certificates: readonly X509Certificate[];
  /** Revocation lists in the token, DER: nobody signed for their being there. */
  readonly lists: readonly Buffer[];
  /** INTEGER, DER. */
  readonly serial: Buffer;
  /** INTEGER, DER. */
  readonly nonce: Buffer | undefined;
  /** Object identifier, DER. */
  readonly policy: Buffer;
}

export type StampResult = VerifiedStamp | { readonly ok: false; readonly fault: StampFault };

/** No token with its chain comes near this; a larger input is not read. */
const MAX_TOKEN_BYTES = 32 * 1024;

/** Whether a time-stamp token (DER) covers `content`, when, and by which certificate. */
export const verifyStamp = (token: Uint8Array, content: Uint8Array): StampResult => {
  if (token.length > MAX_TOKEN_BYTES) return faulty('STAMP_MALFORMED');
  try {
    return judge(readToken(token), content);
  } catch (error) {
    if (error instanceof DerError || error instanceof OutsideProfileError) return faulty('STAMP_MALFORMED');
    throw error;
  }
};

const judge = (token: ParsedToken, content: Uint8Array): StampResult => {
  const certificates = token.certificates.map(readCertificate);
  const certificate = certificates.find(({ raw }) => issuerAndSerial(raw).equals(token.signerIdentifier));
  const fault = certificate ? faultOf(token, certificate, content) : 'STAMP_CERTIFICATE_WRONG';
  if (!certificate || fault) return faulty(fault ?? 'STAMP_CERTIFICATE_WRONG');
  const { at, serial, nonce, policy } = token.info;
  return { ok: true, at, certificate, certificates, lists: token.lists, serial, nonce, policy };
};

const faultOf = (
  token: ParsedToken,
  certificate: X509Certificate,
  content: Uint8Array,
): StampFault | undefined => {
  const { digestAlgorithm, signingCertificate, info } = token;
  const { algorithm, digest } = info.imprint;
  if (!digestAlgorithm || !algorithm || !signingCertificate.algorithm) return 'STAMP_UNSUPPORTED';
  if (!isOwn(certificate, signingCertificate.algorithm, signingCertificate.digest)) {
    return 'STAMP_CERTIFICATE_WRONG';
  }
  const key = certificate.publicKey;
  if (!isStrong(key) || !agree(token, key)) return 'STAMP_UNSUPPORTED';
  if (!signatureHolds(token, digestAlgorithm, key)) return 'STAMP_SIGNATURE_WRONG';
  return hash(algorithm, content, 'buffer').equals(digest) ? undefined : 'STAMP_FOREIGN';
};

/** The certificate it was signed with, made for time stamps alone (RFC 3161 §2.3). */
const isOwn = (certificate: X509Certificate, hashName: string, digest: Buffer): boolean => {
  // Node calls the extended key usage so, and leaves it undefined where there is none.
  const [usage, another] = (certificate.keyUsage as string[] | undefined) ?? [];
  return (
    hash(hashName, certificate.raw, 'buffer').equals(digest) &&
    usage === TIME_STAMPING &&
    another === undefined
  );
};

const SIGNATURE_BY_DER = new Map(
  Object.entries(SIGNATURE_BY_OID).map(([oid, algorithm]) => [derOid(oid).toString('hex'), algorithm]),
);

/** Whether signature, digest and key speak of the same algorithm. */
const agree = ({ signatureAlgorithm, digestAlgorithm }: ParsedToken, key: KeyObject): boolean => {
  const algorithm = SIGNATURE_BY_DER.get(signatureAlgorithm.toString('hex'));
  if (!algorithm || algorithm.key !== key.asymmetricKeyType) return false;
  return algorithm.hash === undefined || algorithm.hash === digestAlgorithm;
};

const signatureHolds = (token: ParsedToken, hashName: string, key: KeyObject): boolean =>
  hash(hashName, token.content, 'buffer').equals(token.messageDigest) &&
  (key.asymmetricKeyType === 'rsa' || isLowSDer(token.signature)) &&
  verify(hashName, token.signedAttributes, key, token.signature);

const faulty = (fault: StampFault): StampResult => ({ ok: false, fault });
