import { hash, verify, type X509Certificate } from 'node:crypto';
import { isLowSDer } from '../asn1/ecdsa.js';
import { BoundedMap } from '../bounded-map.js';
import { issuerAndSerial, readCertificate } from './certificate.js';
import type { ParsedSeal } from './reader.js';
import { faulty, type SealResult } from './verified.js';

/** Seal certificates are few and parsing one costs as much as a signature check. */
const CACHED_CERTIFICATES = 1024;

const known = new BoundedMap<string, X509Certificate>(CACHED_CERTIFICATES);

/** Checks a seal of the hub's profile over `content`. */
export const verifyParsed = (seal: ParsedSeal, content: Uint8Array): SealResult => {
  const der = seal.certificates.find((certificate) =>
    issuerAndSerial(certificate).equals(seal.signerIdentifier),
  );
  if (!der) return faulty('SEAL_CERTIFICATE_MISSING');
  const keyDigest = hash('sha256', der, 'base64url');
  if (keyDigest !== seal.certificateHash.toString('base64url')) return faulty('SEAL_CERTIFICATE_SWAPPED');
  const certificate = parse(der, keyDigest);
  if (certificate.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    return faulty('SEAL_UNSUPPORTED');
  if (!signatureHolds(seal, certificate)) return faulty('SEAL_SIGNATURE_WRONG');
  if (!hash('sha256', content, 'buffer').equals(seal.messageDigest)) return faulty('SEAL_FOREIGN');
  return { ok: true, certificate, keyDigest, signature: seal.signature, signedAt: seal.signingTime };
};

const signatureHolds = ({ signedAttributes, signature }: ParsedSeal, certificate: X509Certificate): boolean =>
  isLowSDer(signature) && verify('sha256', signedAttributes, certificate.publicKey, signature);

const parse = (der: Buffer, keyDigest: string): X509Certificate => {
  const cached = known.get(keyDigest);
  if (cached) return cached;
  const certificate = readCertificate(der);
  known.set(keyDigest, certificate);
  return certificate;
};
