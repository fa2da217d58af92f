import { identifierIn } from '../document/schema.js';
import { PdfError } from '../pdf/reading/fault.js';
import { findingOf } from '../pdf/reading/finding.js';
import { evidenceIn, openPdf, type OpenedPdf } from '../pdf/reading/open.js';
import type { Finding, Verification, VerificationContext } from '../verification/types.js';
import { attempted } from '../verification/results.js';
import { nothingShown, verifyBytes, withFile } from '../verification/verify.js';
import type { Reader } from './reader.js';

const MAGIC = '%PDF-';

/** A certificate's PDF, as a hub prints it. */
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
  const { policy } = context;
  const inside = evidence ? await verifyBytes(evidence, context) : nothingShown(policy);
  const file =
    opened instanceof PdfError
      ? refused(opened)
      : await attempted(() => findingOf(opened, evidence && identifierIn(evidence), context));
  return withFile(file, inside, policy);
};

const refused = ({ fault, message }: PdfError): Finding => ({ code: fault, data: { reason: message } });
