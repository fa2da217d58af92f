import type { OfficerKey, SignatureVerifier, Signed, TwoPeople } from '../domain/index.js';
import { HanlianError, inForce, requireSignedBy, signedBytes, signedCommitment } from '../domain/index.js';
import { nodeHashes, verifyEs256 } from '../hash/node.js';
import type { ProvenRegistry } from './evidence.js';

/** What stands on the channel for what was signed. */
export const commitmentOf = (signed: Signed): string => signedCommitment(nodeHashes.sha256, signed);

/** What is private must be what the block's own request names: a signature for one consent serves no other. */
export function requireNamed(
  { id, intent }: { readonly id: string; readonly intent: string },
  statement: { readonly id: string; readonly intent: string },
): void {
  if (statement.id !== id) throw named('id');
  if (statement.intent !== intent) throw named('intent');
}

const named = (field: string): HanlianError =>
  new HanlianError('FIELD_INVALID', `The request and the signed statement name another ${field}`, { field });

/**
 * The statement is signed, by a key that the registry binds to that organisation now.
 *
 * @throws {HanlianError} MAP_PROOF_*, HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID
 */
export function requireSigned(
  registry: Pick<ProvenRegistry, 'holderKey'>,
  { statement, signature }: Signed,
  { key, organisation, at }: { readonly key: string; readonly organisation: string; readonly at: number },
): void {
  const said = { bytes: signedBytes(statement), signature };
  requireSignedBy(verifyEs256, registry.holderKey(key), said, { organisation, at });
}

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
  { preparer, reviewer }: TwoPeople,
  bytes: Uint8Array,
  keyOf: (officer: string) => OfficerKey | undefined | Promise<OfficerKey | undefined>,
  at: number,
  verify: SignatureVerifier = verifyEs256,
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
