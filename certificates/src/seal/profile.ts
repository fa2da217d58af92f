import { derOid } from '../asn1/der.js';

/** Attributes and content types of CMS (RFC 5652, RFC 5035). */
export const OID = {
  data: derOid('1.2.840.113549.1.7.1'),
  signedData: derOid('1.2.840.113549.1.7.2'),
  contentType: derOid('1.2.840.113549.1.9.3'),
  messageDigest: derOid('1.2.840.113549.1.9.4'),
  signingTime: derOid('1.2.840.113549.1.9.5'),
  signingCertificateV2: derOid('1.2.840.113549.1.9.16.2.47'),
} as const;

/** What a seal is made in: the names of its structures and of its algorithms. */
export interface Suite {
  readonly name: 'ES256' | 'SM2';
  /** Content types, DER. */
  readonly signedData: Buffer;
  readonly data: Buffer;
  /** Hash of content and certificate: its identifier in DER, and Node's name for it. */
  readonly digest: Buffer;
  readonly hash: 'sha256' | 'sm3';
  /** Signature algorithm, DER. */
  readonly signature: Buffer;
}

/**
 * The two profiles the hub writes: SignedData detached, one signer, the four signed attributes of CAdES B (ETSI EN 319
 * 122-1). `ES256` is CMS (RFC 5652); absent parameters of SHA-256 and ecdsa-with-SHA256 follow RFC 5754.
 */
export const ES256: Suite = {
  name: 'ES256',
  signedData: OID.signedData,
  data: OID.data,
  digest: derOid('2.16.840.1.101.3.4.2.1'),
  hash: 'sha256',
  signature: derOid('1.2.840.10045.4.3.2'),
};

/** GB/T 35275-2017: the same structure under the national names, SM3 and SM2-1 (GM/T 0006). */
export const SM2: Suite = {
  name: 'SM2',
  signedData: derOid('1.2.156.10197.6.1.4.2.2'),
  data: derOid('1.2.156.10197.6.1.4.2.1'),
  digest: derOid('1.2.156.10197.1.401'),
  hash: 'sm3',
  signature: derOid('1.2.156.10197.1.301.1'),
};

/** SignedData and SignerInfo that name the signer by issuer and serial (RFC 5652 §5.1, §5.3; GB/T 35275 §8). */
export const CMS_VERSION = 1;
