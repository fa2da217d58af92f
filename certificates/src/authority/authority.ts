import { randomBytes, type KeyObject } from 'node:crypto';
import { Integer } from 'asn1js';
import { Certificate, Time, TimeType, type PublicKeyInfo, type RelativeDistinguishedNames } from 'pkijs';
import type { Signer } from '../keys/signer.js';
import { HASH, publicKeyInfo, signingHandle } from './engine.js';
import { extensionsOf } from './extensions.js';
import { distinguishedName, type Subject } from './names.js';
import { fromPem, toPem } from './pem.js';
import { profiles, type Profile } from './profiles.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** So that a verifier whose clock is a little slow does not refuse a certificate made a moment ago. */
const BACK_DATING = 5 * MINUTE;
const SERIAL_BYTES = 16;
/** X.509 version 3 counts from zero. */
const VERSION_3 = 2;
/** UTCTime holds years to 2049 (RFC 5280 §4.1.2.5). */
const FIRST_GENERALIZED_YEAR = 2050;

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
  /** An X.509 identity as Fabric's MSP and `ClientIdentity` expect it. */
  issueIdentity(request: IdentityRequest): Promise<string>;
  /** A certificate for a department's seal. */
  issueSeal(request: SealRequest): Promise<string>;
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
  const name = distinguishedName({ commonName: `${organization} Root CA`, organization });
  const key = publicKeyInfo(signer.publicKey);
  const root = await signCertificate(
    { subject: name, subjectKey: key, profile: profiles.root },
    { name, key, signer, notAfter: new Date(8.64e15) },
    now(),
  );
  return openAuthority({ ...options, certificate: root });
};

/** Opens an authority that exists: its certificate in PEM and its key. */
export const openAuthority = (options: AuthorityOptions & { readonly certificate: string }): Authority => {
  const { certificate, organization, signer, now = () => new Date() } = options;
  const root = Certificate.fromBER(fromPem('CERTIFICATE', certificate));
  const issuer: Issuer = {
    name: root.subject,
    key: root.subjectPublicKeyInfo,
    signer,
    notAfter: root.notAfter.value,
  };
  const issue = (
    publicKey: KeyObject,
    profile: Profile,
    subject: Subject,
    attributes?: Attributes,
  ): Promise<string> =>
    signCertificate(
      {
        subject: distinguishedName(subject, profile.unit),
        subjectKey: publicKeyInfo(publicKey),
        profile,
        attributes,
      },
      issuer,
      now(),
    );
  return {
    certificate,
    organization,
    issueIdentity: ({ commonName, publicKey, kind, attributes }) => {
      const profile = profiles[kind];
      const enrolment = { 'hf.Affiliation': '', 'hf.EnrollmentID': commonName, 'hf.Type': profile.unit };
      return issue(publicKey, profile, { commonName, organization }, { ...attributes, ...enrolment });
    },
    issueSeal: ({ department, departmentCode, publicKey }) =>
      issue(publicKey, profiles.seal, {
        commonName: department,
        organization: department,
        organizationCode: departmentCode,
      }),
  };
};

type Attributes = Readonly<Record<string, string>>;

interface Issuer {
  readonly name: RelativeDistinguishedNames;
  readonly key: PublicKeyInfo;
  readonly signer: Signer;
  readonly notAfter: Date;
}

interface Body {
  readonly subject: RelativeDistinguishedNames;
  readonly subjectKey: PublicKeyInfo;
  readonly profile: Profile;
  readonly attributes?: Attributes | undefined;
}

/** No certificate outlives the one it hangs from. */
const signCertificate = async (body: Body, issuer: Issuer, now: Date): Promise<string> => {
  const end = Math.min(now.getTime() + body.profile.days * DAY, issuer.notAfter.getTime());
  const certificate = new Certificate({
    version: VERSION_3,
    serialNumber: new Integer({ valueHex: randomSerial() }),
    issuer: issuer.name,
    subject: body.subject,
    notBefore: wholeSeconds(now.getTime() - BACK_DATING),
    notAfter: wholeSeconds(end),
    subjectPublicKeyInfo: body.subjectKey,
    extensions: extensionsOf({ ...body, issuerKey: issuer.key }),
  });
  const handle = signingHandle(issuer.signer);
  await certificate.sign(handle.key, HASH, handle.engine);
  return toPem('CERTIFICATE', certificate.toSchema(true).toBER());
};

/** 126 random bits, positive and without a leading zero octet (RFC 5280 §4.1.2.2 allows 20 octets). */
const randomSerial = (): Uint8Array<ArrayBuffer> => {
  const serial = new Uint8Array(randomBytes(SERIAL_BYTES));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
};

const wholeSeconds = (instant: number): Time => {
  const value = new Date(Math.floor(instant / 1000) * 1000);
  return new Time({
    type: value.getUTCFullYear() < FIRST_GENERALIZED_YEAR ? TimeType.UTCTime : TimeType.GeneralizedTime,
    value,
  });
};
