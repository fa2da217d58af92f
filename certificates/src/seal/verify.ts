import { DerError } from '../asn1/der.js';
import { verifyParsed } from './fast.js';
import { verifyGeneral } from './general.js';
import { ES256, SM2, type Suite } from './profile.js';
import { OutsideProfileError, readSeal, type ParsedSeal } from './reader.js';
import { faulty, type SealResult } from './verified.js';

/** No seal of one signer with its chain comes near this; a larger input is not read. */
const MAX_SEAL_BYTES = 64 * 1024;

/**
 * Whether a detached CMS seal (DER) covers `content`, and by which certificate. Seals of the hub's own profile take a
 * fast way; others the general one. It says nothing of trust: whether that certificate may seal is asked of the ledger.
 */
export const verifySeal = (bytes: Uint8Array, content: Uint8Array): SealResult =>
  judged(bytes, content, ES256, () => verifyGeneral(bytes, content));

/** The same for an SM2 seal (GB/T 35275), which is of the hub's own profile or none. */
export const verifySm2Seal = (bytes: Uint8Array, content: Uint8Array): SealResult =>
  judged(bytes, content, SM2, () => faulty('SEAL_UNSUPPORTED'));

/** The same for a PDF's signature, which the PDF itself dates; of the hub's own profile or none. */
export const verifyPdfSeal = (bytes: Uint8Array, content: Uint8Array, signedAt: Date): SealResult =>
  judged(bytes, content, ES256, () => faulty('SEAL_UNSUPPORTED'), signedAt);

const judged = (
  bytes: Uint8Array,
  content: Uint8Array,
  suite: Suite,
  otherwise: () => SealResult,
  told?: Date,
): SealResult => {
  if (bytes.length > MAX_SEAL_BYTES) return faulty('SEAL_MALFORMED');
  try {
    const seal = readOwnProfile(bytes, suite, told);
    return seal ? verifyParsed(seal, suite, content) : otherwise();
  } catch (error) {
    if (error instanceof DerError) return faulty('SEAL_MALFORMED');
    throw error;
  }
};

const readOwnProfile = (bytes: Uint8Array, suite: Suite, told: Date | undefined): ParsedSeal | undefined => {
  try {
    return readSeal(bytes, suite, told);
  } catch (error) {
    if (error instanceof OutsideProfileError) return undefined;
    throw error;
  }
};
