import { hash } from 'node:crypto';
import type { Signer } from '../keys/signer.js';
import { der, derInteger, derSetOf, derTime, TAG } from '../asn1/der.js';
import { derOfPem, issuerAndSerial } from './certificate.js';
import { CMS_VERSION, OID } from './profile.js';

/** A department's seal, ready to be set. */
export interface Sealer {
  /** SHA-256 of the seal certificate's DER, base64url: the name under which the ledger knows the seal key. */
  readonly keyDigest: string;
  /** A detached CMS SignedData in DER over `content`; `at` becomes its signing time, in whole seconds. */
  seal(content: Uint8Array, at: Date): Promise<Uint8Array>;
}

/**
 * Writes seals of one key. What every seal of the key repeats is encoded once here, so that a seal costs little more
 * than its signature. `chain` are the certificates in PEM: the seal's own first, then those above it, without the root.
 */
export const createSealer = (signer: Signer, chain: readonly [string, ...string[]]): Sealer => {
  const [certificate, ...above] = chain.map(derOfPem);
  if (certificate === undefined) throw new TypeError('A sealer needs its certificate');
  const certificateHash = hash('sha256', certificate, 'buffer');
  const sha256 = der(TAG.sequence, OID.sha256);
  const constant = {
    certificates: derSetOf(TAG.context0, certificate, ...above),
    signerIdentifier: issuerAndSerial(certificate),
    contentType: attribute(OID.contentType, OID.data),
    signingCertificate: attribute(OID.signingCertificateV2, signingCertificateV2(certificateHash)),
    digestAlgorithms: der(TAG.set, sha256),
    encapsulated: der(TAG.sequence, OID.data),
    signatureAlgorithm: der(TAG.sequence, OID.ecdsaWithSha256),
    version: derInteger(CMS_VERSION),
  };

  return {
    keyDigest: certificateHash.toString('base64url'),
    seal: async (content, at) => {
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
        constant.version,
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
        constant.encapsulated,
        constant.certificates,
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
