import { parseCertificateIdentifier } from '@hanlian/chaincode/domain';
import { organizationCodeOf } from '../../authority/names.js';
import type { VerifiedSeal } from '../../seal/verified.js';
import { verifyPdfSeal } from '../../seal/verify.js';
import { judgeSealing, unvouched } from '../../verification/checks/issuer.js';
import { OUTCOMES, type CheckCode } from '../../verification/codes.js';
import type { Finding, IssuerSource, VerificationContext } from '../../verification/types.js';
import type { OpenedPdf } from './open.js';

/** Whether a file's signer is the one that what it carries asks for. */
export type SignerJudge = (
  seal: VerifiedSeal,
  context: VerificationContext,
  issuers: IssuerSource,
) => Promise<Finding | undefined>;

/** What the file carries: which certificate or report it is, and who may sign pages of it. */
export interface Carried {
  readonly id: string | undefined;
  /** What keeps a signer from being the right one; undefined: nothing. */
  readonly signerFault: SignerJudge;
}

/** What is to be said of the file around a document: whether its issuer signed pages and attachment as one. */
export const findingOf = async (
  pdf: OpenedPdf,
  carried: Carried,
  context: VerificationContext,
): Promise<Finding> => {
  const { signature, content, signedAt, isOwnEvidence, identifier } = pdf;
  const seal = verifyPdfSeal(signature, content, signedAt);
  if (!isOwnEvidence) return { code: 'PDF_ATTACHMENT_SWAPPED' };
  if (!seal.ok && seal.fault === 'SEAL_FOREIGN') return { code: 'PDF_CONTENT_CHANGED' };
  if (!seal.ok) return { code: 'PDF_SIGNATURE_WRONG', data: { reason: seal.fault } };
  if (identifier !== carried.id) return { code: 'PDF_PAGE_DIFFERS' };
  if (!context.issuers) return { code: 'NO_SOURCE' };
  const fault = await carried.signerFault(seal, context, context.issuers);
  if (!fault) return { code: 'PDF_VALID' };
  if (OUTCOMES[fault.code].status === 'ERROR') return fault;
  return {
    code: 'PDF_SIGNER_WRONG',
    data: { reason: fault.code, signedBy: organizationCodeOf(seal.certificate) ?? null },
  };
};

/** A certificate's file is signed by the department in charge, with a key that was live. */
export const certificateSigner =
  (id: string | undefined): SignerJudge =>
  async (seal, context, issuers) => {
    const parsed = parseCertificateIdentifier(id ?? '');
    if (!parsed.ok) return { code: 'IDENTIFIER_INVALID' };
    const { issuer, type } = parsed;
    // After its key was stolen, a PDF is to be downloaded anew.
    const sealing = { issuer, type, sealedAt: seal.signedAt.getTime() / 1000, ...unvouched(seal) };
    const { code, data } = await judgeSealing(sealing, context, issuers);
    return HARMLESS.has(code) ? undefined : { code, ...(data && { data }) };
  };

/** A department that may issue no more of a type may still print what it has issued. */
const HARMLESS: ReadonlySet<CheckCode> = new Set<CheckCode>(['ISSUER_VALID', 'ISSUER_NOT_ACCREDITED']);
