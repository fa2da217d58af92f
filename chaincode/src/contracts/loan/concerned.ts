import { requireActor } from '../../domain/index.js';
import { creatorsDepartment, departmentInCharge } from '../authority.js';
import type { TransactionContext } from '../context.js';

/** Whether the caller's department is one of these, or has succeeded one. */
export async function isConcerned(ctx: TransactionContext, owners: readonly string[]): Promise<boolean> {
  const department = await creatorsDepartment(ctx);
  const inCharge = await Promise.all(owners.map((owner) => departmentInCharge(ctx.state, owner, ctx.txTime)));
  return inCharge.includes(department);
}

/**
 * Several banks may share a peer: what is private is for the departments it concerns, or who has succeeded them.
 *
 * @throws {HanlianError} OTHER_DEPARTMENT
 */
export async function requireConcerned(ctx: TransactionContext, owners: readonly string[]): Promise<void> {
  if (await isConcerned(ctx, owners)) return;
  const owner = owners[0] as string;
  requireActor(await creatorsDepartment(ctx), owner, await departmentInCharge(ctx.state, owner, ctx.txTime));
}
