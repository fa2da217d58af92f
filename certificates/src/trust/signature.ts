import { canonicalize, HanlianError, utf8Encode, type JsonObject } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { certificateIn, hasSigned, withSuccessors, type TrustSuccession } from './succession.js';

const MAX_PEM = 16_000;

/** A hub's signature over all other members of its trust file, RFC 8785. */
export const trustSignature = z.strictObject({
  algorithm: z.literal('ecdsa-p256-sha256'),
  /** PEM, of the key the hub signs its own statements with. */
  certificate: z.string().max(MAX_PEM),
  /** DER (RFC 3279 §2.2.3), base64. */
  value: z.base64().max(200),
});

export type TrustSignature = z.infer<typeof trustSignature>;

/** What a trust file's signature covers. */
export function trustStatement(bundle: JsonObject): Uint8Array {
  const members = Object.entries(bundle).filter(([name]) => name !== 'signature');
  return utf8Encode(canonicalize(Object.fromEntries(members)));
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM file, DER.
 * @throws {HanlianError} ARGUMENTS_INVALID when there is none
 */
export function readSigners(bytes: Uint8Array): Uint8Array[] {
  const found = Buffer.from(bytes).toString().match(CERTIFICATE) ?? [];
  const certificates = found.flatMap((pem) => certificateIn(pem)?.raw ?? []);
  if (certificates.length > 0) return certificates;
  throw new HanlianError('ARGUMENTS_INVALID', 'The file named with --trust-signer holds no certificate');
}

/**
 * The key is what is pinned, or one that follows from it: no path is built, since whoever the organisation's authority
 * certifies could sign else.
 * @throws {HanlianError} TRUST_SIGNATURE_WRONG, TRUST_SIGNER_UNKNOWN
 */
export function requireSignature(
  bundle: JsonObject,
  {
    signature,
    successions = [],
  }: {
    readonly signature?: TrustSignature | undefined;
    readonly successions?: readonly TrustSuccession[] | undefined;
  },
  signers: readonly Uint8Array[] | undefined,
): void {
  if (signature === undefined) {
    if (signers === undefined) return;
    throw new HanlianError('TRUST_SIGNER_UNKNOWN', 'The trust file is not signed');
  }
  const certificate = certificateIn(signature.certificate);
  if (certificate === undefined || !hasSigned(certificate, trustStatement(bundle), signature.value)) {
    throw new HanlianError('TRUST_SIGNATURE_WRONG', 'The signature does not hold over this trust file');
  }
  if (signers === undefined) return;
  if (withSuccessors(signers, successions).some((signer) => certificate.raw.equals(signer))) return;
  throw new HanlianError('TRUST_SIGNER_UNKNOWN', 'Another key has signed the trust file', {
    received: certificate.fingerprint256,
  });
}
