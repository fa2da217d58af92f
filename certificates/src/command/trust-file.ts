import { readTrust, type TrustBundle } from '../trust/schema.js';
import { readSigners } from '../trust/signature.js';
import { readBounded } from './files.js';

/** A trust file may hold a whole city's registry. */
const MAX_TRUST_BYTES = 32 * 1024 * 1024;
const MAX_SIGNER_BYTES = 64 * 1024;

/**
 * Reads a trust file that one of the certificates in `signer` must have signed; where none is named, anybody.
 *
 * @throws {HanlianError} TRUST_FILE_INVALID, TRUST_SIGNATURE_WRONG, TRUST_SIGNER_UNKNOWN, and as reading a file does
 */
export const openTrust = async (path: string, signer: string | undefined): Promise<TrustBundle> => {
  const signers = signer === undefined ? undefined : readSigners(await readBounded(signer, MAX_SIGNER_BYTES));
  return readTrust(await readBounded(path, MAX_TRUST_BYTES), signers);
};
