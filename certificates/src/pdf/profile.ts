/** What is attached to a PDF: a certificate's evidence document, or the credit report its pages show. */
export const ATTACHMENT_NAME = { certificate: 'evidence.json', report: 'report.json' } as const;

/**
 * The catalogue's entry with the SHA-256 of the attachment, under a second-class name (ISO 32000-1 annex E): by it a
 * broken signature tells whether it was the attachment that was exchanged.
 */
export const EVIDENCE_DIGEST = 'HNLN_EvidenceDigest';

/** Detached CAdES over the byte range (ETSI EN 319 142-1 §5.1). */
export const SUBFILTER = 'ETSI.CAdES.detached';
