import { receiptBytes, requireNotAhead, type SignedOnward } from '@hanlian/chaincode/domain';
import { requireSigner, type SignerParts } from '../services/signer.js';

/**
 * That a product's receipt is its operator's, signed by a key that was the operator's then.
 *
 * @throws {HanlianError} STATEMENT_OUT_OF_TIME, HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID
 */
export function requireOperatorsWord(parts: SignerParts, { record, signature }: SignedOnward): void {
  const { key, provider: organisation, at } = record;
  requireNotAhead(at, parts.now());
  requireSigner(parts, { bytes: receiptBytes(record), signature }, { key, organisation, at });
}
