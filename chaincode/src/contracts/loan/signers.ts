import type { Signed } from '../../domain/index.js';
import { HanlianError, requireNotAhead, requireTwoOfficers, signedBytes } from '../../domain/index.js';
import { verifyEs256 } from '../../hash/node.js';
import { creatorsDepartment } from '../authority.js';
import type { TransactionContext } from '../context.js';
import { provenInCharge, provenRegistry, type ProvenRegistry } from '../evidence.js';
import { requireSigned } from '../signed.js';

/** Who must have signed. */
export interface Signer {
  readonly organisation: string;
  /** An enterprise signs for itself; a bank or an office may have been succeeded. */
  readonly kind: 'enterprise' | 'department';
  readonly twoPeople?: boolean | undefined;
}

/**
 * Takes the transaction's evidence and requires that whoever must have signed has: by its own key, and where two people
 * decide, by two of its officers. A department that has been succeeded signs no more; who succeeded it does.
 *
 * @throws {HanlianError} SIGNATURE_INVALID, HOLDER_KEY_NOT_BOUND, SECOND_PERSON_MISSING, SAME_PERSON_TWICE,
 *   STATEMENT_OUT_OF_TIME, DEPARTMENT_NOT_IN_FORCE, and as `provenRegistry` does
 */
export async function requireSigner(
  ctx: TransactionContext,
  signed: Signed<{ readonly key: string; readonly issuedAt: number }>,
  { organisation, kind, twoPeople = false }: Signer,
): Promise<ProvenRegistry> {
  const { txTime: at } = ctx;
  const { statement } = signed;
  await creatorsDepartment(ctx);
  requireNotAhead(statement.issuedAt, at);
  const registry = await provenRegistry(ctx);
  const signer = kind === 'enterprise' ? organisation : provenInCharge(registry, organisation, at).code;
  requireSigned(registry, signed, { key: statement.key, organisation: signer, at });
  if (signed.twoPeople !== undefined) {
    const keyOf = (officer: string): ReturnType<ProvenRegistry['officerKey']> =>
      registry.officerKey(signer, officer);
    await requireTwoOfficers(verifyEs256, signed.twoPeople, signedBytes(statement), keyOf, at);
  } else if (twoPeople) {
    throw new HanlianError('SECOND_PERSON_MISSING', 'Two people decide this', { field: 'twoPeople' });
  }
  return registry;
}
