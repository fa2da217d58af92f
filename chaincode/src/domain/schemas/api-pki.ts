import { z } from 'zod';
import { pageOf, pageQuery, when } from './api-common.js';
import { digest, usccText } from './common.js';
import { registryAnswer } from './api-registry.js';

/** The REST gateway's bodies for the authority that certifies departments' seals. */

const pem = z.string().min(1).max(20_000);
const certified = z.enum(['ES256', 'SM2']);
const at = z.string().meta({ description: 'An ISO 8601 instant' });

/** Hexadecimal, as OpenSSL and revocation lists number certificates. */
export const serialNumber = z.string().regex(/^[0-9a-f]{2,40}$/);
/** `es256-1`: the algorithm, and how many issuing authorities of it came before. */
export const issuerId = z.string().regex(/^(es256|sm2)-[1-9][0-9]{0,3}$/);

/**
 * Whose seal key is to be certified, and the PKCS#10 request (RFC 2986) that proves who holds it; without one, the hub
 * makes the key (of `suite`, ES256 when absent), keeps it, and seals with it for the department.
 */
export const enrolInput = z.strictObject({
  department: usccText,
  request: pem.optional(),
  suite: certified.optional(),
});
/**
 * A request signed with the key that is to follow; without one the hub draws the next key of a seal it keeps itself. The
 * earlier certificate holds to its end.
 */
export const renewInput = z.strictObject({ request: pem.optional() });
/** Why a certificate is to hold no longer (RFC 5280 §5.3.1); `since` belongs to a compromise alone. */
export const revokeInput = z.strictObject({
  reason: z.enum([
    'keyCompromise',
    'affiliationChanged',
    'superseded',
    'cessationOfOperation',
    'privilegeWithdrawn',
  ]),
  since: when.optional(),
});
/** Why the former key of time stamps ends, where it is revoked. */
export const stampKeyInput = revokeInput.partial();
export const stampKey = z.strictObject({ serial: serialNumber, certificate: pem, notAfter: at });
export const newIssuerInput = z.strictObject({ algorithm: certified });

const revocation = z.strictObject({ at, reason: z.string(), invalidSince: at.optional() });

const sealCertificateFacts = {
  serial: serialNumber,
  issuer: issuerId,
  department: usccText,
  /** The ledger's name for the seal key. */
  key: digest,
  certificate: pem,
  notBefore: at,
  notAfter: at,
};
export const sealCertificate = z.strictObject({
  ...sealCertificateFacts,
  /** As the ledger has it; absent while the certificate holds. */
  revocation: revocation.optional(),
});
export const sealCertificatePage = pageOf(sealCertificate);
/** What was given: the chain begins with the certificate, and leaves the root to whoever trusts it. */
export const enrolAnswer = registryAnswer.extend({ ...sealCertificateFacts, chain: z.array(pem) });
export const certificatesQuery = pageQuery;

/** Which root: by the algorithm of its key. */
export const rootName = z.enum(['es256', 'sm2']);

export const issuer = z.strictObject({
  id: issuerId,
  algorithm: certified,
  /** Whether it still issues; an earlier one answers for what it issued. */
  current: z.boolean(),
  since: at,
  certificate: pem,
  root: pem,
  /** As its root's list has it; absent while it holds. */
  revocation: revocation.optional(),
});
export const issuerList = z.strictObject({ items: z.array(issuer) });

export type EnrolInput = z.infer<typeof enrolInput>;
export type RenewInput = z.infer<typeof renewInput>;
export type RevokeInput = z.infer<typeof revokeInput>;
export type NewIssuerInput = z.infer<typeof newIssuerInput>;
export type SealCertificateAnswer = z.infer<typeof sealCertificate>;
export type EnrolAnswer = z.infer<typeof enrolAnswer>;
export type StampKeyInput = z.infer<typeof stampKeyInput>;
export type StampKeyAnswer = z.infer<typeof stampKey>;
export type IssuerAnswer = z.infer<typeof issuer>;
