import type { ProvenRegistry, Signed } from '../domain/index.js';
import { HanlianError, requireSignedBy, signedBytes, signedCommitment } from '../domain/index.js';
import { nodeHashes, verifyEs256 } from '../hash/node.js';

/** What stands on the channel for what was signed. */
export const commitmentOf = (signed: Signed): string => signedCommitment(nodeHashes.sha256, signed);

/** What is private must be what the block's own request names: a signature for one consent serves no other. */
export function requireNamed(
  { id, intent }: { readonly id: string; readonly intent: string },
  statement: { readonly id: string; readonly intent: string },
): void {
  if (statement.id !== id) throw namesAnother('id');
  if (statement.intent !== intent) throw namesAnother('intent');
}

export const namesAnother = (field: string): HanlianError =>
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
