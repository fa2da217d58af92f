import type {
  Accreditation,
  BatchRecord,
  Bilingual,
  CertificateIdentifier,
  CertificateType,
  Department,
  Hashes,
  Instant,
  JsonObject,
  LicenseReference,
  LicenseView,
  SealKey,
} from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from '../document/schema.js';
import type { CheckpointTrust } from './checkpoint-trust.js';
import type { GrantQuestion } from '../report/question.js';
import type { Disclosed } from '../sdjwt/disclosed.js';
import type { PresentationQuestion } from '../sdjwt/question.js';
import type { SealResult, VerifiedSeal } from '../seal/verified.js';
import type { ToldPlace } from '../status-list/profile.js';
import type { GivenList } from '../status-list/read.js';
import type { StampResult, VerifiedStamp } from '../time/verify.js';
import type { CheckCode, CheckStatus } from './codes.js';
import type { DocumentRoots } from './inclusion.js';

/**
 * The checks of one verification, in the order they are reported. `file` leads where the document came inside another
 * file, `presentation` joins where a holder shows it, `agreement` where a file has a seal of its own to compare with the
 * ledger. Credit reports have some of these and `completeness`, `freshness`, `grant`.
 */
export const CHECK_NAMES = ['integrity', 'seal', 'stamp', 'issuer', 'anchor', 'status', 'validity'] as const;

/** Those of a credit report, in the order they are reported; `evaluation` follows where it has one. */
export const REPORT_CHECK_NAMES = [
  'integrity',
  'seal',
  'issuer',
  'completeness',
  'freshness',
  'grant',
] as const;

export type CheckName =
  | 'file'
  | (typeof CHECK_NAMES)[number]
  | (typeof REPORT_CHECK_NAMES)[number]
  | 'evaluation'
  | 'presentation'
  | 'agreement';

/** Who tells how a certificate stands: the ledger, its log by a proof, or a status list; never the document alone. */
export type StatusSource = 'ledger' | 'log' | 'list';

export interface CheckResult {
  readonly name: CheckName;
  readonly status: CheckStatus;
  readonly code: CheckCode;
  readonly message: Bilingual;
  /** Of `status`: who told it. */
  readonly source?: StatusSource;
  /** Names, codes and instants only, never a field's value. */
  readonly data?: JsonObject;
}

export type Verdict = 'VALID' | 'INVALID' | 'UNKNOWN';

export interface Verification {
  readonly verdict: Verdict;
  readonly checks: readonly CheckResult[];
  /** What a VALID SD-JWT disclosed. */
  readonly presented?: Presented;
}

/** What an SD-JWT has shown of a certificate. */
export interface Presented extends Disclosed {
  readonly license: string;
  readonly type: string;
  /** For what and until when its holder shows it; absent: it came without the holder's proof. */
  readonly purpose?: string;
  readonly expiresAt?: Instant;
}

/** Certificate types as registered. `revision` is the one the batch statement names. */
export interface TypeSource {
  type(code: string, revision?: number): Promise<CertificateType | undefined>;
}

/** Who may seal what: the registry, or a copy of it that is trusted. */
export interface IssuerSource {
  department(code: string): Promise<Department | undefined>;
  sealKey(department: string, keyDigest: string): Promise<SealKey | undefined>;
  accreditation(department: string, type: string): Promise<Accreditation | undefined>;
}

/** What the ledger has recorded. */
export interface LedgerSource {
  /** The record with all its transitions; undefined when there is none. */
  license(reference: LicenseReference): Promise<LicenseView | undefined>;
  batch(batch: string): Promise<BatchRecord | undefined>;
  /** For a source by proofs: the checkpoint's size, and until when nothing newer had been seen. */
  readonly proof?: { readonly size: number; readonly until: Instant };
  /** Seconds by which it may be behind the issuer's copy of the ledger; absent: it never is. */
  readonly lag?: number;
}

/** Whose time stamps are believed. */
export interface StampTrust {
  /** Whether the stamp's certificate leads to an authority trusted for this, at the time it states. */
  trusts(stamp: VerifiedStamp): boolean | Promise<boolean>;
  /** Why a stamp that is trusted counts for nothing all the same: its authority's revocation. Absent: nobody asks. */
  statusFault?(question: StampQuestion): StampStatusFault | undefined;
}

/** A stamp, and what is to be known of its authority's certificate. */
export interface StampQuestion {
  readonly stamp: VerifiedStamp;
  /** What the document keeps beside it: OCSP answers or revocation lists, DER in base64. */
  readonly kept: readonly string[] | undefined;
  /** Whether something must tell how the certificate stood. */
  readonly mustTell: boolean;
}

/** `reason`: of the revocation, or why nothing tells. */
export interface StampStatusFault {
  readonly code: 'STAMP_REVOKED' | 'STAMP_KEY_LOST' | 'STAMP_STATUS_UNPROVEN';
  readonly reason: string;
}

/** A seal that holds, and what is to be known of its certificate. */
export interface SealQuestion {
  readonly seal: VerifiedSeal;
  /** The organisation of the department that sealed. */
  readonly mspId: string;
  /** When the seal is known to have existed. */
  readonly at: Date;
  /** OCSP answers or revocation lists kept with it, DER in base64; undefined: none were. */
  readonly kept: readonly string[] | undefined;
  /** Whether something must tell how each certificate stood. */
  readonly mustTell: boolean;
}

/** Why a seal's certificate did not stand, and the reason that path or revocation gives. */
export interface SealPathFault {
  readonly code:
    | 'SEAL_AUTHORITY_UNKNOWN'
    | 'SEAL_PATH_WRONG'
    | 'SEAL_REVOKED'
    | 'SEAL_AUTHORITY_REVOKED'
    | 'SEAL_STATUS_UNPROVEN';
  readonly reason: string;
}

/** Under whose authority seals are believed. */
export interface SealTrust {
  /** Undefined: it stood, or nothing is known of that organisation's authority and the registry alone speaks. */
  faultOf(question: SealQuestion): SealPathFault | undefined;
}

/** What may be left unchecked and still be called VALID. */
export interface Policy {
  readonly name: string;
  /** Checks without whose result there is no VALID. */
  readonly required: readonly CheckName[];
  readonly maySkip: readonly CheckName[];
  /** Whether evidence must tell how every certificate stood, of seals and of the stamp; absent: where any was kept. */
  readonly certificatesProven?: boolean;
}

export interface VerificationContext {
  readonly hashes: Hashes;
  /** The instant status and validity are asked for. */
  readonly at: Instant;
  readonly policy: Policy;
  readonly types?: TypeSource | undefined;
  readonly issuers?: IssuerSource | undefined;
  readonly ledger?: LedgerSource | undefined;
  /** Status lists at hand, where no ledger tells the status. */
  readonly statusLists?: readonly GivenList[] | undefined;
  readonly stampTrust?: StampTrust | undefined;
  readonly sealTrust?: SealTrust | undefined;
  /** Which checkpoints to rely on: by them a document's own log proof is an anchor, without a ledger. */
  readonly logs?: CheckpointTrust | undefined;
  /** What is expected of a presentation; absent: nobody is asked whom one was meant for. */
  readonly presentation?: PresentationQuestion | undefined;
  /** Who reads a credit report for which application; absent: nobody says, and its grant is not judged. */
  readonly grant?: GrantQuestion | undefined;
}

/** A document, and what several checks need of it. */
export interface Shown {
  readonly document: EvidenceDocument;
  /** The roots its leaf hashes lead to. */
  readonly roots: DocumentRoots;
  /** What its seal says of its statement. */
  readonly seal: SealResult;
  /** What its SM2 seal says of its statement; undefined: the document has none. */
  readonly sm2Seal: SealResult | undefined;
  /** What its stamp says of its seal; undefined: there is none, or no seal it could be over. */
  readonly stamp: StampResult | undefined;
}

/** What is being verified, taken apart once for all checks. */
export interface Subject {
  readonly identifier: CertificateIdentifier;
  /** Absent when only an identifier is asked for. */
  readonly shown?: Shown;
  /** Where status lists tell of it; absent: in none, or nobody said. */
  readonly place?: ToldPlace | undefined;
  /** The ledger's record, fetched once. */
  readonly record: () => Promise<LicenseView | undefined>;
}

export interface Finding {
  readonly code: CheckCode;
  readonly source?: StatusSource;
  readonly data?: JsonObject;
}

/**
 * One check. `test` tells whether it has what it needs; where not, `skip` gives the reason; `verify` judges. A source
 * that fails is the pipeline's business: the check becomes an ERROR.
 */
export interface Check {
  readonly name: CheckName;
  test(subject: Subject, context: VerificationContext): boolean;
  skip(subject: Subject, context: VerificationContext): Finding;
  verify(subject: Subject, context: VerificationContext): Promise<Finding> | Finding;
}
