import { requireActor } from '../../domain/index.js';
import { creatorsDepartment, departmentInCharge } from '../authority.js';
import type { TransactionContext } from '../context.js';

/**
 * Several banks may share a peer: what is private is for the departments it concerns, or who has succeeded them.
 *
 * @throws {HanlianError} OTHER_DEPARTMENT
 */
export async function requireConcerned(ctx: TransactionContext, owners: readonly string[]): Promise<void> {
  const department = await creatorsDepartment(ctx);
  const inCharge = await Promise.all(owners.map((owner) => departmentInCharge(ctx.state, owner, ctx.txTime)));
  if (inCharge.includes(department)) return;
  requireActor(department, owners[0] as string, inCharge[0] as string);
}
