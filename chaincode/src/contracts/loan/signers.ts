import type { ProvenRegistry, Signed, Signer } from '../../domain/index.js';
import { requirePeople, requireSignature } from '../../domain/index.js';
import { verifyEs256 } from '../../hash/node.js';
import { creatorsDepartment } from '../authority.js';
import type { TransactionContext } from '../context.js';
import { provenRegistry } from '../evidence.js';

/**
 * Takes the transaction's evidence and requires that whoever must have signed has, and where two people decide, two of its
 * officers.
 *
 * @throws {HanlianError} as `requireSignature`, `requirePeople` and `provenRegistry` do
 */
export async function requireSigner(
  ctx: TransactionContext,
  signed: Signed<{ readonly key: string; readonly issuedAt: number }>,
  signer: Signer,
): Promise<ProvenRegistry> {
  await creatorsDepartment(ctx);
  const registry = await provenRegistry(ctx);
  const of = { signer, at: ctx.txTime };
  requireSignature(verifyEs256, registry, signed, of);
  await requirePeople(verifyEs256, registry, signed, of);
  return registry;
}
