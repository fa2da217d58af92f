import { SealCertificates, type CertificateParts } from './certificates.js';
import { Issuers, type IssuerParts } from './issuers.js';
import { Publication } from './lists.js';

export type { IssuedSeal, SealCertificate, SealCertificates, SealOwner } from './certificates.js';
export type { IssuingAuthority } from './issuers.js';
export type { Publication } from './lists.js';

/** An organisation's own certificate authority for seals: what it gave, and what it publishes about it. */
export interface Pki {
  readonly issuers: Issuers;
  readonly certificates: SealCertificates;
  readonly publication: Publication;
}

export async function openPki(parts: IssuerParts & Omit<CertificateParts, 'issuers'>): Promise<Pki> {
  const issuers = await Issuers.open(parts);
  const certificates = new SealCertificates({ ...parts, issuers });
  return { issuers, certificates, publication: new Publication({ ...parts, issuers, certificates }) };
}
