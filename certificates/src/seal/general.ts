import { createHash, hash, verify, type X509Certificate } from 'node:crypto';
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  SignedData,
  IssuerAndSerialNumber,
  type SignerInfo,
} from 'pkijs';
import { assertDer, DerReader, TAG } from '../asn1/der.js';
import { isLowSDer } from '../asn1/ecdsa.js';
import { readTime } from '../asn1/time.js';
import { HASH_BY_OID, isStrong, SIGNATURE_BY_OID } from './algorithms.js';
import { issuerAndSerial, keyDigestOf, readCertificate } from './certificate.js';
import { readSigningCertificate } from './reader.js';
import { CMS_VERSION } from './profile.js';
import { faulty, type SealResult } from './verified.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';

const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/**
 * Checks a detached CAdES B seal of another maker's profile: RSA keys, other SHA-2 hashes. pkijs takes it apart;
 * what it says is checked here, by the same rules as our own profile. Throws DerError.
 */
export const verifyGeneral = (bytes: Uint8Array, content: Uint8Array): SealResult => {
  assertDer(bytes);
  const signedData = readSignedData(bytes);
  if (!signedData) return faulty('SEAL_MALFORMED');
  const signer = onlySigner(signedData);
  const hashName = signer && agreedHash(signer);
  const attributes = hashName && readAttributes(signer);
  if (!attributes) return faulty('SEAL_UNSUPPORTED');
  const certificates = certificatesOf(signedData);
  const certificate = signerCertificate(certificates, signer);
  if (!certificate) return faulty('SEAL_CERTIFICATE_MISSING');
  return judge({ signer, hashName, attributes, certificate, certificates, content });
};

interface Evidence {
  readonly signer: SignerInfo;
  readonly hashName: string;
  readonly attributes: Attributes;
  readonly certificate: X509Certificate;
  readonly certificates: readonly Buffer[];
  readonly content: Uint8Array;
}

const judge = (evidence: Evidence): SealResult => {
  const { signer, hashName, attributes, certificate, certificates, content } = evidence;
  const { algorithm: certificateHash, digest: certificateDigest } = attributes.signingCertificate;
  if (!hash(certificateHash, certificate.raw, 'buffer').equals(certificateDigest)) {
    return faulty('SEAL_CERTIFICATE_SWAPPED');
  }
  const key = certificate.publicKey;
  const algorithm = SIGNATURE_BY_OID[signer.signatureAlgorithm.algorithmId];
  if (!isStrong(key) || algorithm?.key !== key.asymmetricKeyType) return faulty('SEAL_UNSUPPORTED');
  const signature = Buffer.from(signer.signature.valueBlock.valueHexView);
  const canonical = key.asymmetricKeyType === 'rsa' || isLowSDer(signature);
  if (!canonical || !verify(hashName, attributes.signed, key, signature))
    return faulty('SEAL_SIGNATURE_WRONG');
  const digest = createHash(hashName).update(content).digest();
  if (!digest.equals(attributes.messageDigest)) return faulty('SEAL_FOREIGN');
  const keyDigest = keyDigestOf(certificate.raw);
  return { ok: true, certificate, certificates, keyDigest, signature, signedAt: attributes.signingTime };
};

const readSignedData = (bytes: Uint8Array): SignedData | undefined => {
  try {
    const contentInfo = ContentInfo.fromBER(new Uint8Array(bytes));
    if (contentInfo.contentType !== SIGNED_DATA) return undefined;
    return new SignedData({ schema: contentInfo.content });
  } catch {
    return undefined;
  }
};

/** Undefined unless it is one detached signature over plain data, and every version and digest says so. */
const onlySigner = ({
  version,
  encapContentInfo,
  digestAlgorithms,
  signerInfos,
}: SignedData): SignerInfo | undefined => {
  const [signer, another] = signerInfos;
  const [digest, anotherDigest] = digestAlgorithms;
  if (!signer || another || !digest || anotherDigest) return undefined;
  const agree =
    version === CMS_VERSION &&
    signer.version === CMS_VERSION &&
    digest.algorithmId === signer.digestAlgorithm.algorithmId &&
    encapContentInfo.eContentType === DATA &&
    encapContentInfo.eContent === undefined;
  return agree ? signer : undefined;
};

/** The hash that digest algorithm and signature algorithm both mean. */
const agreedHash = (signer: SignerInfo): string | undefined => {
  const digest = HASH_BY_OID[signer.digestAlgorithm.algorithmId];
  const signature = SIGNATURE_BY_OID[signer.signatureAlgorithm.algorithmId];
  return signature && (signature.hash ?? digest) === digest ? digest : undefined;
};

interface Attributes {
  /** What the signature covers. */
  readonly signed: Buffer;
  readonly messageDigest: Buffer;
  readonly signingTime: Date;
  readonly signingCertificate: { readonly algorithm: string; readonly digest: Buffer };
}

/** Undefined unless each attribute of CAdES B stands there exactly once. */
const readAttributes = ({ signedAttrs }: SignerInfo): Attributes | undefined => {
  if (!signedAttrs) return undefined;
  const one = (type: string): DerReader => {
    const [found, twice] = signedAttrs.attributes.filter((attribute) => attribute.type === type);
    const [value, another] = (found?.values ?? []) as { toBER(): ArrayBuffer }[];
    if (!value || another || twice) throw new TypeError(`Attribute ${type} does not stand once`);
    return new DerReader(new Uint8Array(value.toBER()));
  };
  try {
    one(ATTRIBUTE.contentType);
    return {
      signed: Buffer.from(signedAttrs.encodedValue),
      messageDigest: one(ATTRIBUTE.messageDigest).read(TAG.octetString).contents,
      signingTime: readTime(one(ATTRIBUTE.signingTime)),
      signingCertificate: signingCertificate(one(ATTRIBUTE.signingCertificateV2)),
    };
  } catch {
    return undefined;
  }
};

const signingCertificate = (value: DerReader): Attributes['signingCertificate'] => {
  const { algorithm, digest } = readSigningCertificate(value);
  const name = algorithm
    ? HASH_BY_OID[AlgorithmIdentifier.fromBER(new Uint8Array(algorithm.bytes)).algorithmId]
    : 'sha256';
  if (!name) throw new TypeError('A hash that is not accepted');
  return { algorithm: name, digest };
};

const certificatesOf = (signedData: SignedData): Buffer[] =>
  (signedData.certificates ?? [])
    .filter((certificate) => certificate instanceof Certificate)
    .map((certificate) => Buffer.from(certificate.toSchema().toBER()));

/** Compares bytes: pkijs would take names for equal that differ in case. A signer named by key identifier is not found. */
const signerCertificate = (
  certificates: readonly Buffer[],
  { sid }: SignerInfo,
): X509Certificate | undefined => {
  if (!(sid instanceof IssuerAndSerialNumber)) return undefined;
  const identifier = Buffer.from(sid.toSchema().toBER());
  return certificates.map(readCertificate).find(({ raw }) => issuerAndSerial(raw).equals(identifier));
};
