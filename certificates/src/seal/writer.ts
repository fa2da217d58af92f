import { hash } from 'node:crypto';
import type { Signer } from '../keys/signer.js';
import { der, derInteger, derSetOf, derTime, TAG } from '../asn1/der.js';
import { derOfPem, issuerAndSerial } from './certificate.js';
import { OID } from './profile.js';

/** What a CMS SignedData (RFC 5652) is about. */
export interface ContentProfile {
  /** The content type, DER. */
  readonly contentType: Buffer;
  /** Of SignedData: 1 for plain data, 3 for any other content (§5.1). */
  readonly version: number;
  /** Whether the content stands in it. */
  readonly attached: boolean;
}

export interface CmsWriter {
  /** SHA-256 of the signer's certificate. */
  readonly certificateHash: Buffer;
  /** SignedData in DER over `content`, with the signing time `at` in whole seconds. */
  write(content: Uint8Array, at: Date, certificates?: boolean): Promise<Buffer>;
}

/** SignerInfo that names the signer by issuer and serial (RFC 5652 §5.3). */
export const SIGNER_VERSION = 1;

/**
 * Writes SignedData of one key. What every one repeats is encoded once here, so that it costs little more than its
 * signature. `chain` are the certificates in PEM: the signer's own first, then those above it, without the root.
 */
export const cmsWriter = (
  signer: Signer,
  chain: readonly [string, ...string[]],
  { contentType, version, attached }: ContentProfile,
): CmsWriter => {
  const [certificate, ...above] = chain.map(derOfPem) as [Buffer, ...Buffer[]];
  const certificateHash = hash('sha256', certificate, 'buffer');
  const sha256 = der(TAG.sequence, OID.sha256);
  const constant = {
    version: derInteger(version),
    digestAlgorithms: der(TAG.set, sha256),
    detached: der(TAG.sequence, contentType),
    certificates: derSetOf(TAG.context0, certificate, ...above),
    signerVersion: derInteger(SIGNER_VERSION),
    signerIdentifier: issuerAndSerial(certificate),
    contentType: attribute(OID.contentType, contentType),
    signingCertificate: attribute(OID.signingCertificateV2, signingCertificateV2(certificateHash)),
    signatureAlgorithm: der(TAG.sequence, OID.ecdsaWithSha256),
  };
  const encapsulated = (content: Uint8Array): Buffer =>
    attached
      ? der(TAG.sequence, contentType, der(TAG.context0, der(TAG.octetString, content)))
      : constant.detached;

  return {
    certificateHash,
    write: async (content, at, certificates = true) => {
      const attributes = derSetOf(
        TAG.set,
        constant.contentType,
        attribute(OID.signingTime, derTime(at)),
        attribute(OID.messageDigest, der(TAG.octetString, hash('sha256', content, 'buffer'))),
        constant.signingCertificate,
      );
      const signature = await signer.sign(attributes);
      const signerInfo = der(
        TAG.sequence,
        constant.signerVersion,
        constant.signerIdentifier,
        sha256,
        implicit(attributes),
        constant.signatureAlgorithm,
        der(TAG.octetString, signature),
      );
      const signedData = der(
        TAG.sequence,
        constant.version,
        constant.digestAlgorithms,
        encapsulated(content),
        ...(certificates ? [constant.certificates] : []),
        der(TAG.set, signerInfo),
      );
      return der(TAG.sequence, OID.signedData, der(TAG.context0, signedData));
    },
  };
};

const attribute = (type: Uint8Array, value: Uint8Array): Buffer =>
  der(TAG.sequence, type, der(TAG.set, value));

/** RFC 5035 §3: one ESSCertIDv2 with its default algorithm, SHA-256, and without issuerSerial. */
const signingCertificateV2 = (certificateHash: Uint8Array): Buffer =>
  der(TAG.sequence, der(TAG.sequence, der(TAG.sequence, der(TAG.octetString, certificateHash))));

/** Signed attributes are signed as a SET OF and stand in the SignerInfo under [0] (RFC 5652 §5.4). */
const implicit = (attributes: Buffer): Buffer =>
  Buffer.concat([Buffer.of(TAG.context0), attributes.subarray(1)]);
