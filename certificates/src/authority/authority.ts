import type { KeyObject } from 'node:crypto';
import type { Signer } from '../keys/signer.js';
import { readCertificate } from '../path/certificate.js';
import { issueCertificate, issueRoot, type CertificateBody, type Issuer } from './certificate.js';
import { fromPem, toPem } from './pem.js';
import { profiles } from './profiles.js';

/** A certificate request of the hub's own: whom it names, for which key, and what the ledger should read from it. */
export interface IdentityRequest {
  /** Enrolment id, unique within the organisation. */
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly kind: 'client' | 'admin' | 'node';
  /** For example `role` and `dept`. `hf.EnrollmentID`, `hf.Type` and `hf.Affiliation` are added as Fabric CA does. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface SealRequest {
  /** The department's name. */
  readonly department: string;
  /** Its unified social credit code (GB 32100). */
  readonly departmentCode: string;
  readonly publicKey: KeyObject;
}

/** An organisation's certificate authority. Certificates go in and out as PEM. */
export interface Authority {
  readonly certificate: string;
  readonly organization: string;
  /** By which revocation lists are signed. */
  readonly issuer: Issuer;
  /** An X.509 identity as Fabric's MSP and `ClientIdentity` expect it. */
  issueIdentity(request: IdentityRequest): Promise<string>;
  /** A certificate for a department's seal. */
  issueSeal(request: SealRequest): Promise<string>;
  /** A certificate of any profile. */
  issue(body: CertificateBody): Promise<string>;
}

export interface AuthorityOptions {
  /** The organisation's name. */
  readonly organization: string;
  /** The authority's own key. */
  readonly signer: Signer;
  readonly now?: () => Date;
}

/** Makes a new root. Keep its certificate: `openAuthority` needs it. */
export const createAuthority = async (options: AuthorityOptions): Promise<Authority> => {
  const { organization, signer, now = () => new Date() } = options;
  const root = await issueRoot({ commonName: `${organization} Root CA`, organization }, signer, now());
  return openAuthority({ ...options, certificate: toPem('CERTIFICATE', root.bytes) });
};

/** Opens an authority that exists, a root or one below: its certificate in PEM and its key. Throws PathError. */
export const openAuthority = (options: AuthorityOptions & { readonly certificate: string }): Authority => {
  const { certificate, organization, signer, now = () => new Date() } = options;
  const issuer: Issuer = { certificate: readCertificate(fromPem('CERTIFICATE', certificate)), signer };
  const issue = async (body: CertificateBody): Promise<string> =>
    toPem('CERTIFICATE', (await issueCertificate(body, issuer, now())).bytes);
  return {
    certificate,
    organization,
    issuer,
    issue,
    issueIdentity: ({ commonName, publicKey, kind, attributes }) =>
      issue({
        profile: kind,
        subject: { commonName, organization },
        publicKey,
        attributes: {
          ...attributes,
          'hf.Affiliation': '',
          'hf.EnrollmentID': commonName,
          'hf.Type': profiles[kind].unit,
        },
      }),
    issueSeal: ({ department, departmentCode, publicKey }) =>
      issue({
        profile: 'seal',
        subject: { commonName: department, organization: department, organizationCode: departmentCode },
        publicKey,
      }),
  };
};
