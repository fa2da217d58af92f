import { parseCertificateIdentifier } from '@hanlian/chaincode/domain';
import { organizationCodeOf } from '../../authority/names.js';
import type { VerifiedSeal } from '../../seal/verified.js';
import { verifyPdfSeal } from '../../seal/verify.js';
import { judgeSealing, unvouched } from '../../verification/checks/issuer.js';
import { OUTCOMES, type CheckCode } from '../../verification/codes.js';
import type { Finding, IssuerSource, VerificationContext } from '../../verification/types.js';
import type { OpenedPdf } from './open.js';

/** What is to be said of the file around a document: whether its issuer signed pages and attachment as one. */
export const findingOf = async (
  pdf: OpenedPdf,
  evidenceId: string | undefined,
  context: VerificationContext,
): Promise<Finding> => {
  const { signature, content, signedAt, isOwnEvidence, identifier } = pdf;
  const seal = verifyPdfSeal(signature, content, signedAt);
  if (!isOwnEvidence) return { code: 'PDF_ATTACHMENT_SWAPPED' };
  if (!seal.ok && seal.fault === 'SEAL_FOREIGN') return { code: 'PDF_CONTENT_CHANGED' };
  if (!seal.ok) return { code: 'PDF_SIGNATURE_WRONG', data: { reason: seal.fault } };
  if (identifier !== evidenceId) return { code: 'PDF_PAGE_DIFFERS' };
  if (!context.issuers) return { code: 'NO_SOURCE' };
  return signerFinding(seal, identifier, context, context.issuers);
};

/** Whether the signer is the department in charge, with a key that was live. */
const signerFinding = async (
  seal: VerifiedSeal,
  id: string,
  context: VerificationContext,
  issuers: IssuerSource,
): Promise<Finding> => {
  const { signedAt, certificate } = seal;
  const parsed = parseCertificateIdentifier(id);
  if (!parsed.ok) return { code: 'PDF_PAGE_DIFFERS' };
  const { code, data } = await judgeSealing(
    {
      issuer: parsed.issuer,
      type: parsed.type,
      sealedAt: signedAt.getTime() / 1000,
      // After its key was stolen, a PDF is to be downloaded anew.
      ...unvouched(seal),
    },
    context,
    issuers,
  );
  if (HARMLESS.has(code)) return { code: 'PDF_VALID' };
  if (OUTCOMES[code].status === 'ERROR') return { code, ...(data && { data }) };
  return {
    code: 'PDF_SIGNER_WRONG',
    data: { reason: code, signedBy: organizationCodeOf(certificate) ?? null },
  };
};

/** A department that may issue no more of a type may still print what it has issued. */
const HARMLESS: ReadonlySet<CheckCode> = new Set<CheckCode>(['ISSUER_VALID', 'ISSUER_NOT_ACCREDITED']);
