import { verify, type X509Certificate } from 'node:crypto';
import { canonicalize, utf8Encode } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { derOfPem, readCertificate } from '../seal/certificate.js';

const MAX_PEM = 16_000;
const MOST = 16;

/** How a hub hands on what its trust files are signed by: the old key's signature over the new one's certificate. */
export const trustSuccession = z.strictObject({
  /** PEM, of the old key. */
  certificate: z.string().max(MAX_PEM),
  /** PEM, of the new one. */
  successor: z.string().max(MAX_PEM),
  /** ECDSA P-256 with SHA-256 over `successionStatement`, DER (RFC 3279 §2.2.3), base64. */
  value: z.base64().max(200),
});

/** Oldest first. */
export const trustSuccessions = z.array(trustSuccession).max(MOST);

export type TrustSuccession = z.infer<typeof trustSuccession>;

/** What the old key signs: RFC 8785. Nothing else that a hub states looks like it. */
export const successionStatement = (successor: string): Uint8Array =>
  utf8Encode(canonicalize({ v: 'hanlian-trust-successor/1', successor }));

/** Whether the key of a certificate has signed these bytes; it must be of P-256. */
export const hasSigned = ({ publicKey }: X509Certificate, bytes: Uint8Array, value: string): boolean =>
  publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1' &&
  verify('sha256', bytes, publicKey, Buffer.from(value, 'base64'));

/** The certificates (DER) that follow from those pinned, and those themselves. A link that does not hold leads nowhere. */
export function withSuccessors(
  pinned: readonly Uint8Array[],
  successions: readonly TrustSuccession[],
): readonly Uint8Array[] {
  const trusted = [...pinned];
  for (const { certificate, successor, value } of successions) {
    const [old, next] = [certificateIn(certificate), certificateIn(successor)];
    if (old === undefined || next === undefined) continue;
    const isTrusted = trusted.some((one) => old.raw.equals(one));
    if (isTrusted && hasSigned(old, successionStatement(successor), value)) trusted.push(next.raw);
  }
  return trusted;
}

/** A certificate whose key can be used. */
export function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return readCertificate(derOfPem(pem));
  } catch {
    return undefined;
  }
}
