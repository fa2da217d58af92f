import type { Authority, Grant, Scope } from '../../../domain/index.js';
import { requireActor, ruleOf } from '../../../domain/index.js';
import { creatorsDepartment, departmentInCharge, isRegistrar, requireInCharge } from '../../authority.js';
import type { TransactionContext } from '../../context.js';

type Parties = Pick<Grant, 'provider' | 'requester'>;

const requester = (ctx: TransactionContext, grant: Parties): Promise<string> =>
  requireInCharge(ctx, grant.requester);

/** The one that gives the data, or the one that gets it. */
async function party(ctx: TransactionContext, grant: Parties): Promise<string> {
  const department = await creatorsDepartment(ctx);
  if (department === (await departmentInCharge(ctx.state, grant.requester, ctx.txTime))) return department;
  const inCharge = await departmentInCharge(ctx.state, grant.provider, ctx.txTime);
  requireActor(department, grant.provider, inCharge);
  return department;
}

/** Who may act on a grant, by the policy's word for it. */
const ACTORS: {
  readonly [name in Authority]?: (ctx: TransactionContext, grant: Parties) => Promise<string>;
} = {
  requester,
  provider: (ctx, grant) => requireInCharge(ctx, grant.provider),
  party,
  pursuer: (ctx, grant) => (isRegistrar(ctx) ? creatorsDepartment(ctx) : requester(ctx, grant)),
  // That it is the bureau's was asked of its role.
  bureau: (ctx) => creatorsDepartment(ctx),
};

/** The department that acts on a grant, if it may. */
export const actorOf = (ctx: TransactionContext, scope: Scope, grant: Parties): Promise<string> =>
  (ACTORS[ruleOf(scope).authority] as typeof party)(ctx, grant);
