import type { Circumstances, ConsentRecord, GrantRefusal, Sought } from '../../../domain/index.js';
import { barToGrant, keys, rulesAt } from '../../../domain/index.js';
import { departmentOf } from '../../authority.js';
import type { TransactionContext } from '../../context.js';
import { ruleSetsOf } from '../../rules.js';
import { demandOf, departmentsOf, negativesOf, resourceOf } from './records.js';

const RULES = 'sharing-grants';

/** What is sought under which item of the demand list. */
export type Asked = Sought & { readonly demand: { readonly department: string; readonly id: string } };

/**
 * What stands on the ledger about a request, as it stands now. All of it is read, so that an entry of the negative list
 * committed in between leaves the decision without effect.
 */
export async function circumstancesOf(
  { state, txTime }: TransactionContext,
  { demand: reference, requester, recipients, basis }: Asked,
): Promise<Circumstances> {
  const demand = await demandOf(state, reference);
  const resource = await resourceOf(state, demand.resource);
  return {
    demand,
    resource,
    negatives: await negativesOf(state, resource.provider, txTime),
    requester: await departmentOf(state, requester),
    recipients: await departmentsOf(state, recipients, txTime, 'recipients'),
    consent: 'consent' in basis ? await state.get<ConsentRecord>(keys.consent(basis.consent)) : undefined,
    rules: rulesAt(RULES, await ruleSetsOf(state, RULES), txTime),
  };
}

/** Whether a request that was made earlier may be granted now, and of which revision of the resource. */
export async function judged(
  ctx: TransactionContext,
  asked: Asked,
): Promise<{ readonly refusal?: GrantRefusal; readonly resourceRevision: number }> {
  const circumstances = await circumstancesOf(ctx, asked);
  const refusal = barToGrant(asked, circumstances, ctx.txTime);
  return { resourceRevision: circumstances.resource.revision, ...(refusal !== undefined && { refusal }) };
}
