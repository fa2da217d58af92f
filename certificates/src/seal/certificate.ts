import { hash, X509Certificate, type KeyObject } from 'node:crypto';
import { der, DerError, DerReader, TAG } from '../asn1/der.js';

/** The IssuerAndSerialNumber (RFC 5652 §10.2.4) by which a CMS signer names this certificate. */
export const issuerAndSerial = (certificate: Uint8Array): Buffer => {
  const body = new DerReader(certificate).enter(TAG.sequence).enter(TAG.sequence);
  body.optional(TAG.context0);
  const serial = body.read(TAG.integer);
  body.read(TAG.sequence);
  const issuer = body.read(TAG.sequence);
  return der(TAG.sequence, issuer.bytes, serial.bytes);
};

export const derOfPem = (pem: string): Buffer => new X509Certificate(pem).raw;

/** By what the registry knows a seal key: SHA-256 of its certificate (DER), base64url. */
export const keyDigestOf = (certificate: Uint8Array): string => hash('sha256', certificate, 'base64url');

/** A certificate whose key OpenSSL can use. Throws DerError. */
export const readCertificate = (bytes: Uint8Array): X509Certificate => {
  try {
    const certificate = new X509Certificate(bytes);
    publicKeyOf(certificate);
    return certificate;
  } catch (cause) {
    throw new DerError('Not an X.509 certificate with a known kind of key', { cause });
  }
};

/** Asked for at once, since a key of an unknown kind throws only then. */
const publicKeyOf = (certificate: X509Certificate): KeyObject => certificate.publicKey;
