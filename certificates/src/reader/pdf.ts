import { identifierIn } from '../document/schema.js';
import { PdfError } from '../pdf/reading/fault.js';
import { certificateSigner, findingOf, type Carried } from '../pdf/reading/finding.js';
import { evidenceIn, openPdf, type OpenedPdf } from '../pdf/reading/open.js';
import { isReport } from '../report/schema.js';
import { officeFault } from '../report/checks/issuer.js';
import { attemptRead } from '../report/read.js';
import { reportPolicy, verifyReport } from '../report/verify.js';
import { unvouched } from '../verification/checks/issuer.js';
import type { Finding, Verification, VerificationContext } from '../verification/types.js';
import { attempted } from '../verification/results.js';
import { nothingShown, verifyBytes, withFile } from '../verification/verify.js';
import type { Reader } from './reader.js';

const MAGIC = '%PDF-';

/** The PDF of a certificate or a credit report, as a hub prints it. */
export const pdfReader: Reader = {
  form: 'PDF',
  maxBytes: 4 * 1024 * 1024,
  recognises: (bytes) => Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') === MAGIC,
  read: (bytes) => {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const opened = open(file);
    const evidence = opened instanceof PdfError ? evidenceIn(file) : opened.evidence;
    const license = evidence && identifierIn(evidence);
    return Promise.resolve({ evidence, license, verify: (context) => verify(opened, evidence, context) });
  },
};

const open = (file: Buffer): OpenedPdf | PdfError => {
  try {
    return openPdf(file);
  } catch (error) {
    if (error instanceof PdfError) return error;
    throw error;
  }
};

/** What is inside is verified whatever was done to the file around it; both are told. */
const verify = async (
  opened: OpenedPdf | PdfError,
  evidence: Uint8Array | undefined,
  context: VerificationContext,
): Promise<Verification> => {
  if (evidence && isReport(evidence)) return verifyReportIn(opened, evidence, context);
  const { policy } = context;
  const inside = evidence ? await verifyBytes(evidence, context) : nothingShown(policy);
  const id = evidence && identifierIn(evidence);
  const file = await fileFinding(opened, { id, signerFault: certificateSigner(id) }, context);
  return withFile(file, inside, policy);
};

const verifyReportIn = async (
  opened: OpenedPdf | PdfError,
  evidence: Uint8Array,
  context: VerificationContext,
): Promise<Verification> => {
  const inside = await verifyReport(evidence, context);
  const file = await fileFinding(opened, carriedReport(evidence, context), context);
  return withFile(file, inside, reportPolicy(context.policy));
};

/** Which report it is, and that the credit office it names signs the file. */
const carriedReport = (evidence: Uint8Array, { hashes }: VerificationContext): Carried => {
  const read = attemptRead(evidence, hashes.sha256);
  if ('code' in read) return { id: undefined, signerFault: () => Promise.resolve(read) };
  const { id, consent } = read.report;
  return {
    id,
    signerFault: (seal, context, issuers) => {
      const sealing = { sealedAt: seal.signedAt.getTime() / 1000, ...unvouched(seal) };
      return officeFault(consent.signed.statement.provider, sealing, context, issuers);
    },
  };
};

const fileFinding = (
  opened: OpenedPdf | PdfError,
  carried: Carried,
  context: VerificationContext,
): Promise<Finding> | Finding =>
  opened instanceof PdfError ? refused(opened) : attempted(() => findingOf(opened, carried, context));

const refused = ({ fault, message }: PdfError): Finding => ({ code: fault, data: { reason: message } });
