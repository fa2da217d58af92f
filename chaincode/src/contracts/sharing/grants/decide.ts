import type { ActOnGrantName, Grant } from '../../../domain/index.js';
import { bureauAct, schemas } from '../../../domain/index.js';
import type { TransactionContext } from '../../context.js';
import { grantAct, type Done } from './act.js';
import { judged } from './circumstances.js';

/** What would be given is judged anew: the law may have changed since it was asked for. Then it is refused all the same. */
async function giving(
  ctx: TransactionContext,
  grant: Grant,
  given: ActOnGrantName,
  refused: ActOnGrantName,
): Promise<Done> {
  const { refusal, resourceRevision } = await judged(ctx, grant);
  return refusal === undefined
    ? { act: given, resourceRevision }
    : { act: refused, refusal, resourceRevision };
}

/** The provider grants, or refuses and says why. */
export const decideGrant = grantAct('sharing:decideGrant', schemas.decideGrant, (ctx, grant, { decision }) =>
  decision === 'grant' ? giving(ctx, grant, 'grant', 'refuse') : { act: 'refuse' },
);

/** The bureau settles what was escalated to it, or is disputed. */
export const resolveGrantDispute = grantAct(
  'sharing:resolveGrantDispute',
  schemas.decideGrant,
  (ctx, grant, { decision }) => {
    const act = bureauAct(grant, decision);
    if (act === 'grant') return giving(ctx, grant, act, 'refuse');
    return act === 'overrule' ? giving(ctx, grant, act, 'uphold') : { act };
  },
);
