import { derOid } from '../asn1/der.js';

/** Object identifiers of RFC 3161 and RFC 5816 beyond those of a seal. */
export const STAMP_OID = {
  /** id-ct-TSTInfo: the content type of a token. */
  tstInfo: derOid('1.2.840.113549.1.9.16.1.4'),
  /** id-aa-signatureTimeStampToken: where CAdES T keeps the token of a signature (ETSI EN 319 122-1 §5.3). */
  signatureTimeStamp: derOid('1.2.840.113549.1.9.16.2.14'),
} as const;

/** SignedData whose content is not plain data has version 3 (RFC 5652 §5.1). */
export const STAMPED_DATA_VERSION = 3;

/** TimeStampReq, TSTInfo (RFC 3161 §2.4). */
export const STAMP_VERSION = 1;

/**
 * The policy of a hub's authority: the clock of its machine, an accuracy of one second, serials that are never used
 * twice. The arc is a UUID's (ITU-T X.667), which nobody needs to assign.
 */
export const STAMP_POLICY = '2.25.208744936410572019264331574922615389151';

/** The extended key usage that a time-stamp certificate has alone, and critical (RFC 3161 §2.3). */
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
