import { DerError } from '../asn1/der.js';
import { verifyParsed } from './fast.js';
import { verifyGeneral } from './general.js';
import { OutsideProfileError, readSeal, type ParsedSeal } from './reader.js';
import { faulty, type SealResult } from './verified.js';

/** No seal of one signer with its chain comes near this; a larger input is not read. */
const MAX_SEAL_BYTES = 64 * 1024;

/**
 * Whether a detached CMS seal (DER) covers `content`, and by which certificate. Seals of the hub's own profile take a
 * fast way; others the general one. It says nothing of trust: whether that certificate may seal is asked of the ledger.
 */
export const verifySeal = (bytes: Uint8Array, content: Uint8Array): SealResult => {
  if (bytes.length > MAX_SEAL_BYTES) return faulty('SEAL_MALFORMED');
  try {
    const seal = readOwnProfile(bytes);
    return seal ? verifyParsed(seal, content) : verifyGeneral(bytes, content);
  } catch (error) {
    if (error instanceof DerError) return faulty('SEAL_MALFORMED');
    throw error;
  }
};

const readOwnProfile = (bytes: Uint8Array): ParsedSeal | undefined => {
  try {
    return readSeal(bytes);
  } catch (error) {
    if (error instanceof OutsideProfileError) return undefined;
    throw error;
  }
};
