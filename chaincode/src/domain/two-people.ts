import { HanlianError } from './errors/index.js';
import { inForce } from './periods.js';
import type { TwoPeople } from './schemas/common.js';
import type { OfficerKey } from './schemas/registry.js';
import type { SignatureVerifier } from './sharing/signer.js';

const refuse = (
  code: 'SAME_PERSON_TWICE' | 'SIGNATURE_INVALID',
  message: string,
  field: string,
): HanlianError => new HanlianError(code, message, { field });

/**
 * Preparer and reviewer (经办, 审核) are two officers with two keys in force, and both signed exactly these bytes.
 *
 * @param keyOf an officer's key as its department has it
 * @throws {HanlianError} SAME_PERSON_TWICE, SIGNATURE_INVALID
 */
export async function requireTwoOfficers(
  verify: SignatureVerifier,
  { preparer, reviewer }: TwoPeople,
  bytes: Uint8Array,
  keyOf: (officer: string) => OfficerKey | undefined | Promise<OfficerKey | undefined>,
  at: number,
): Promise<void> {
  if (preparer.officer === reviewer.officer) {
    throw refuse('SAME_PERSON_TWICE', `${preparer.officer} prepared and reviewed`, 'twoPeople');
  }
  const liveKey = async (officer: string): Promise<OfficerKey> => {
    const key = await keyOf(officer);
    if (key !== undefined && inForce(key, at)) return key;
    throw refuse('SIGNATURE_INVALID', `${officer} has no key in force at ${at}`, 'twoPeople');
  };
  const preparerKey = await liveKey(preparer.officer);
  const reviewerKey = await liveKey(reviewer.officer);
  if (preparerKey.publicKey === reviewerKey.publicKey) {
    throw refuse(
      'SAME_PERSON_TWICE',
      `${preparer.officer} and ${reviewer.officer} hold the same key`,
      'twoPeople',
    );
  }
  if (!verify(preparerKey.publicKey, bytes, preparer.signature)) {
    throw refuse('SIGNATURE_INVALID', "The preparer's signature does not verify", 'twoPeople.preparer');
  }
  if (!verify(reviewerKey.publicKey, bytes, reviewer.signature)) {
    throw refuse('SIGNATURE_INVALID', "The reviewer's signature does not verify", 'twoPeople.reviewer');
  }
}
