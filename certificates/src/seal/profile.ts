import { derOid } from '../asn1/der.js';

/**
 * The one profile the hub writes: CMS SignedData (RFC 5652) at level CAdES B (ETSI EN 319 122-1), detached, one signer,
 * ES256, the four signed attributes of that level. Absent parameters of SHA-256 and ecdsa-with-SHA256 follow RFC 5754.
 */
export const OID = {
  data: derOid('1.2.840.113549.1.7.1'),
  signedData: derOid('1.2.840.113549.1.7.2'),
  contentType: derOid('1.2.840.113549.1.9.3'),
  messageDigest: derOid('1.2.840.113549.1.9.4'),
  signingTime: derOid('1.2.840.113549.1.9.5'),
  signingCertificateV2: derOid('1.2.840.113549.1.9.16.2.47'),
  sha256: derOid('2.16.840.1.101.3.4.2.1'),
  ecdsaWithSha256: derOid('1.2.840.10045.4.3.2'),
} as const;

/** SignedData and SignerInfo that name the signer by issuer and serial (RFC 5652 §5.1, §5.3). */
export const CMS_VERSION = 1;
