export { audit, type AuditQuestion } from './audit/audit.js';
export {
  auditLoan,
  LOAN_AUDIT_FORMAT,
  loanAuditReport,
  type LoanAudit,
  type LoanAuditReport,
} from './loan-audit/audit.js';
export { LOAN_VIOLATIONS, type LoanViolation, type LoanViolationCode } from './loan-audit/violations.js';
export { AUDIT_FORMAT, auditFile, type AuditReport } from './audit/report.js';
export { VIOLATIONS, type Violation, type ViolationCode } from './audit/violations.js';
export {
  createAuthority,
  openAuthority,
  type Authority,
  type AuthorityOptions,
  type IdentityRequest,
  type SealRequest,
} from './authority/authority.js';
export { issueCertificate, issueRoot, type CertificateBody, type Issuer } from './authority/certificate.js';
export { fromPem, toPem } from './authority/pem.js';
export type { ProfileName } from './authority/profiles.js';
export { createRequest, provenPublicKey, type Certified } from './authority/request.js';
export type { Subject } from './authority/names.js';
export { lowS } from './asn1/ecdsa.js';
export { makeFolder, syncFolder } from './keys/durable.js';
export { decodeBase45, encodeBase45 } from './encoding/base45.js';
export type { KeyStore } from './keys/store.js';
export { drawNextKey, newestKey } from './keys/generations.js';
export { keysBeside } from './keys/beside.js';
export { openFileKeyStore, type FileKeyStoreOptions } from './keys/file-store.js';
export { openTokenKeyStore } from './keys/pkcs11/store.js';
export type { TokenOptions } from './keys/pkcs11/token.js';
export { readTokenUri, type TokenAddress } from './keys/pkcs11/uri.js';
export {
  drawSigner,
  ecdsaSigner,
  ed25519Signer,
  signerOf,
  sm2Signer,
  type SignatureAlgorithm,
  type Signer,
} from './keys/signer.js';
export { generateSm2Key, isSm2Key } from './sm2/keys.js';
export { SM2_USER_ID, verifySm2 } from './sm2/sm2.js';
export { readCertificate, type PathCertificate } from './path/certificate.js';
export { PathError, type PathFault } from './path/faults.js';
export type { Usage } from './path/purposes.js';
export { validatePath, type PathQuestion, type PathResult } from './path/validate.js';
export { writeRevocationList, type ListContent } from './revocation/crl-writer.js';
export { newestLists, type NewestList } from './revocation/newest.js';
export type { RevocationFault } from './revocation/faults.js';
export { readOcspRequest, writeOcspRequest, type OcspRequest } from './revocation/ocsp-request.js';
export {
  createResponder,
  type KnownStatus,
  type Responder,
  type ResponderFor,
} from './revocation/ocsp-responder.js';
export { REVOCATION_REASONS, type Revocation, type RevocationReason } from './revocation/reasons.js';
export { revocationStatus, type RevocationQuestion, type RevocationStatus } from './revocation/status.js';
export { createSealer, type Sealer } from './seal/sealer.js';
export { sealFile, stampedSeal } from './seal/stamped.js';
export { verifySeal, verifySm2Seal } from './seal/verify.js';
export type { FaultySeal, SealFault, SealResult, VerifiedSeal } from './seal/verified.js';
export {
  createStampAuthority,
  type Serials,
  type StampAuthority,
  type StampAuthorityOptions,
} from './time/authority.js';
export { writeStampRequest } from './time/request.js';
export { readStampResponse, type Refusal, type StampResponse } from './time/response.js';
export { canonicalToken } from './time/token.js';
export { verifyStamp, type StampFault, type StampResult, type VerifiedStamp } from './time/verify.js';
export { Batch, batchMember, sealStatement } from './document/batch.js';
export type { CertificateDigests, Issue, RunPaths } from './document/batch.js';
export { drawSalts, type Content, type SaltedContent } from './document/content.js';
export { redact, withholdHolder, withholdPlace } from './document/redact.js';
export { evidenceDocument, FORMAT, parseDocument, readDocument } from './document/schema.js';
export type { DisclosedField, DocumentField, Evidence, EvidenceDocument } from './document/schema.js';
export { OUTCOMES, type CheckCode, type CheckStatus } from './verification/codes.js';
export { POLICIES, verdictOf, verdictOfAll } from './verification/policy.js';
export type { CheckpointTrust, Witnessed } from './verification/checkpoint-trust.js';
export { provenLedger } from './verification/proven-ledger.js';
export { CHECK_NAMES, REPORT_CHECK_NAMES } from './verification/types.js';
export type {
  CheckName,
  CheckResult,
  IssuerSource,
  LedgerSource,
  Policy,
  Presented,
  StampTrust,
  TypeSource,
  Verdict,
  Verification,
  VerificationContext,
} from './verification/types.js';
export { certificateOfd, type OfdPrinting } from './ofd/writing/write.js';
export { reportPdf } from './pdf/report/write.js';
export type { NameOf } from './pdf/report/content.js';
export { printedPeriod } from './pdf/writing/content.js';
export { certificatePdf, type Printing } from './pdf/writing/write.js';
export { documentsIn, isBatch, MAX_BATCH_BYTES } from './reader/batch.js';
export { MAX_FILE_BYTES, openFile } from './reader/open.js';
export type { Reader, Reading } from './reader/reader.js';
export { compactPresentation, presentationCode } from './sdjwt/compact.js';
export { COMPACT_PREFIX, MAX_COMPACT } from './sdjwt/compact-form.js';
export { composeReport, isShownTo, sealReport } from './report/compose.js';
export type { EntryPart, ReportParts, SetPart } from './report/compose.js';
export type { GrantQuestion } from './report/question.js';
export { isShown as isShownEntry, MAX_REPORT_BYTES, REPORT_FORMAT, reportFile } from './report/schema.js';
export type { CreditReport, UnsealedReport, WithheldReason } from './report/schema.js';
export { verifyReport } from './report/verify.js';
export { issueSdJwt, type Credential } from './sdjwt/issue.js';
export { discloseOnly, presentSdJwt, type Showing } from './sdjwt/present.js';
export { PRESENTATION_SECONDS } from './sdjwt/profile.js';
export { verifyCompact } from './sdjwt/verify-compact.js';
export type { PresentationQuestion } from './sdjwt/question.js';
export { verifySdJwt } from './sdjwt/verify.js';
export { Bitstring, decodeList, encodeList } from './status-list/bitstring.js';
export { issueStatusList, type StatusListContent } from './status-list/issue.js';
export { LIST_SIZE, placesOf } from './status-list/positions.js';
export { LIST_MEDIA, listPath, type ListName, type StatusPlace } from './status-list/profile.js';
export { givenList, type GivenList } from './status-list/read.js';
export { ENTRY_SIZE, entryOf, PURPOSES, type Purpose } from './status-list/statuses.js';
export { noteSigner, witnessSigner, type NoteSigner } from './tlog/signer.js';
export { emptyTrees, replayLog, type EntrySource, type LogTrees } from './tlog/replay.js';
export { trustBy } from './tlog/trust.js';
export { trustedLog, trustLogs, type TrustedLog } from './tlog/trusted-log.js';
export { noteVerifiers } from './tlog/verifiers.js';
export { readTrust, trustBundle, TRUST_FORMAT, type TrustBundle } from './trust/schema.js';
export { successionStatement, type TrustSuccession } from './trust/succession.js';
export { trustSignature, trustStatement } from './trust/signature.js';
export { sealTrustOf } from './trust/seal-trust.js';
export { sourcesOf } from './trust/sources.js';
export { stampTrustOf } from './trust/stamp-trust.js';
export { verifyBytes, verifyDocument, verifyIdentifier, withheldAnswer } from './verification/verify.js';
