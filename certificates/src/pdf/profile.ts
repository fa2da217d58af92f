/** The evidence document's name in the PDF. */
export const ATTACHMENT_NAME = 'evidence.json';

/**
 * The catalogue's entry with the SHA-256 of the attachment, under a second-class name (ISO 32000-1 annex E): by it a
 * broken signature tells whether it was the attachment that was exchanged.
 */
export const EVIDENCE_DIGEST = 'HNLN_EvidenceDigest';

/** Detached CAdES over the byte range (ETSI EN 319 142-1 §5.1). */
export const SUBFILTER = 'ETSI.CAdES.detached';
