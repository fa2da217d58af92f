/** Why a PDF is not one of a certificate as it was signed. Each is a code of the verification table. */
export type PdfFault =
  /** Not built as certificates' PDFs are, broken off, or made by other hands. */
  | 'PDF_MALFORMED'
  | 'PDF_UNSIGNED'
  | 'PDF_SIGNATURES_MANY'
  /** Something stands behind what was signed. */
  | 'PDF_CHANGED_AFTER_SIGNING'
  /** The signature leaves out more than itself. */
  | 'PDF_RANGE_WRONG'
  | 'PDF_CONTENT_CHANGED'
  | 'PDF_ATTACHMENT_MISSING'
  | 'PDF_ATTACHMENT_SWAPPED'
  /** The page is of another certificate than the attachment. */
  | 'PDF_PAGE_DIFFERS'
  | 'PDF_SIGNATURE_WRONG';

/** Keeps a PDF from being read any further. */
export class PdfError extends Error {
  override readonly name = 'PdfError';
  readonly fault: PdfFault;

  constructor(fault: PdfFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

export const malformed = (message: string, options?: ErrorOptions): PdfError =>
  new PdfError('PDF_MALFORMED', message, options);
