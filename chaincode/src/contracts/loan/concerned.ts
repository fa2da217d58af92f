import { requireActor } from '../../domain/index.js';
import { creatorsDepartment, departmentInCharge } from '../authority.js';
import type { TransactionContext } from '../context.js';

/** Tells whether the caller's department is one of these, or has succeeded one; each is looked up once. */
export async function concern(
  ctx: TransactionContext,
): Promise<(owners: readonly string[]) => Promise<boolean>> {
  const department = await creatorsDepartment(ctx);
  const known = new Map<string, string>();
  return async (owners) => {
    for (const owner of owners) {
      const inCharge = known.get(owner) ?? (await departmentInCharge(ctx.state, owner, ctx.txTime));
      known.set(owner, inCharge);
      if (inCharge === department) return true;
    }
    return false;
  };
}

/**
 * Several banks may share a peer: what is private is for the departments it concerns, or who has succeeded them.
 *
 * @throws {HanlianError} OTHER_DEPARTMENT
 */
export async function requireConcerned(ctx: TransactionContext, owners: readonly string[]): Promise<void> {
  const isConcerned = await concern(ctx);
  if (await isConcerned(owners)) return;
  const owner = owners[0] as string;
  requireActor(await creatorsDepartment(ctx), owner, await departmentInCharge(ctx.state, owner, ctx.txTime));
}
