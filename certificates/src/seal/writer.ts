import { hash } from 'node:crypto';
import type { Signer } from '../keys/signer.js';
import { der, derInteger, derSetOf, derTime, TAG } from '../asn1/der.js';
import { derOfPem, issuerAndSerial } from './certificate.js';
import { CMS_VERSION, OID, type Suite } from './profile.js';

/** What a CMS SignedData (RFC 5652) is about. */
export interface ContentProfile {
  readonly suite: Suite;
  /** The content type, DER. */
  readonly contentType: Buffer;
  /** Of SignedData: 1 for plain data, 3 for any other content (§5.1). */
  readonly version: number;
  /** Whether the content stands in it. */
  readonly attached: boolean;
}

export interface CmsWriter {
  /**
   * SignedData in DER over `content`, with the signing time `at` in whole seconds; undefined where the time is told
   * outside, as PAdES wants it (ETSI EN 319 142-1 §6.3).
   */
  write(content: Uint8Array, at: Date | undefined, carried?: Carried): Promise<Buffer>;
}

/** What travels along unsigned. */
export interface Carried {
  readonly certificates: boolean;
  /** Revocation lists, DER. */
  readonly lists: readonly Uint8Array[];
}

const CHAIN_ALONE: Carried = { certificates: true, lists: [] };

/**
 * Writes SignedData of one key. What every one repeats is encoded once here, so that it costs little more than its
 * signature. `chain` are the certificates in PEM: the signer's own first, then those above it, without the root.
 */
export const cmsWriter = (
  signer: Signer,
  chain: readonly [string, ...string[]],
  { suite, contentType, version, attached }: ContentProfile,
): CmsWriter => {
  const [certificate, ...above] = chain.map(derOfPem) as [Buffer, ...Buffer[]];
  const digestAlgorithm = der(TAG.sequence, suite.digest);
  const constant = {
    version: derInteger(version),
    digestAlgorithms: der(TAG.set, digestAlgorithm),
    detached: der(TAG.sequence, contentType),
    certificates: derSetOf(TAG.context0, certificate, ...above),
    signerVersion: derInteger(CMS_VERSION),
    signerIdentifier: issuerAndSerial(certificate),
    contentType: attribute(OID.contentType, contentType),
    signingCertificate: attribute(OID.signingCertificateV2, signingCertificateV2(certificate, suite)),
    signatureAlgorithm: der(TAG.sequence, suite.signature),
  };
  const encapsulated = (content: Uint8Array): Buffer =>
    attached
      ? der(TAG.sequence, contentType, der(TAG.context0, der(TAG.octetString, content)))
      : constant.detached;

  return {
    write: async (content, at, { certificates, lists } = CHAIN_ALONE) => {
      const attributes = derSetOf(
        TAG.set,
        constant.contentType,
        ...(at ? [attribute(OID.signingTime, derTime(at))] : []),
        attribute(OID.messageDigest, der(TAG.octetString, hash(suite.hash, content, 'buffer'))),
        constant.signingCertificate,
      );
      const signature = await signer.sign(attributes);
      const signerInfo = der(
        TAG.sequence,
        constant.signerVersion,
        constant.signerIdentifier,
        digestAlgorithm,
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
        ...(lists.length > 0 ? [derSetOf(TAG.context1, ...lists)] : []),
        der(TAG.set, signerInfo),
      );
      return der(TAG.sequence, suite.signedData, der(TAG.context0, signedData));
    },
  };
};

const attribute = (type: Uint8Array, value: Uint8Array): Buffer =>
  der(TAG.sequence, type, der(TAG.set, value));

/** RFC 5035 §3: one ESSCertIDv2 without issuerSerial; DER leaves out the default algorithm, SHA-256. */
const signingCertificateV2 = (certificate: Uint8Array, suite: Suite): Buffer => {
  const algorithm = suite.hash === 'sha256' ? [] : [der(TAG.sequence, suite.digest)];
  const digest = der(TAG.octetString, hash(suite.hash, certificate, 'buffer'));
  return der(TAG.sequence, der(TAG.sequence, der(TAG.sequence, ...algorithm, digest)));
};

/** Signed attributes are signed as a SET OF and stand in the SignerInfo under [0] (RFC 5652 §5.4). */
const implicit = (attributes: Buffer): Buffer =>
  Buffer.concat([Buffer.of(TAG.context0), attributes.subarray(1)]);
