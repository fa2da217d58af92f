import { hash, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import { isLowSDer } from '../asn1/ecdsa.js';
import { BoundedMap } from '../bounded-map.js';
import { isSm2Key } from '../sm2/keys.js';
import { verifySm2 } from '../sm2/sm2.js';
import { issuerAndSerial, keyDigestOf, readCertificate } from './certificate.js';
import type { Suite } from './profile.js';
import type { ParsedSeal } from './reader.js';
import { faulty, type SealResult } from './verified.js';

/** Seal certificates are few and parsing one costs as much as a signature check. */
const CACHED_CERTIFICATES = 1024;

const known = new BoundedMap<string, X509Certificate>(CACHED_CERTIFICATES);

/** Checks a seal of one of the hub's profiles over `content`. */
export const verifyParsed = (seal: ParsedSeal, suite: Suite, content: Uint8Array): SealResult => {
  const der = seal.certificates.find((certificate) =>
    issuerAndSerial(certificate).equals(seal.signerIdentifier),
  );
  if (!der) return faulty('SEAL_CERTIFICATE_MISSING');
  if (!hash(suite.hash, der, 'buffer').equals(seal.certificateHash)) {
    return faulty('SEAL_CERTIFICATE_SWAPPED');
  }
  const keyDigest = keyDigestOf(der);
  const certificate = parse(der, keyDigest);
  const { isKey, isSignature } = SIGNATURES[suite.name];
  if (!isKey(certificate.publicKey)) return faulty('SEAL_UNSUPPORTED');
  if (!isSignature(seal, certificate.publicKey)) return faulty('SEAL_SIGNATURE_WRONG');
  if (!hash(suite.hash, content, 'buffer').equals(seal.messageDigest)) return faulty('SEAL_FOREIGN');
  const { certificates, signature, signingTime: signedAt } = seal;
  return { ok: true, certificate, certificates, keyDigest, signature, signedAt };
};

interface SignatureRule {
  readonly isKey: (key: KeyObject) => boolean;
  /** Whether it is of the key, over the signed attributes, and in its one canonical form. */
  readonly isSignature: (seal: ParsedSeal, key: KeyObject) => boolean;
}

const SIGNATURES: Readonly<Record<Suite['name'], SignatureRule>> = {
  ES256: {
    isKey: (key) => key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
    isSignature: ({ signature, signedAttributes }, key) =>
      isLowSDer(signature) && verify('sha256', signedAttributes, key, signature),
  },
  SM2: {
    isKey: isSm2Key,
    isSignature: ({ signature, signedAttributes }, key) => verifySm2(signedAttributes, key, signature),
  },
};

const parse = (der: Buffer, keyDigest: string): X509Certificate => {
  const cached = known.get(keyDigest);
  if (cached) return cached;
  const certificate = readCertificate(der);
  known.set(keyDigest, certificate);
  return certificate;
};
