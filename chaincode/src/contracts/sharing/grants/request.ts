import type {
  Agreement,
  Grant,
  GrantDecision,
  GrantRefusal,
  GrantWaiting,
  Resource,
} from '../../../domain/index.js';
import {
  barToGrant,
  HanlianError,
  inForce,
  isGrantedAtOnce,
  keys,
  requireGrantTerms,
  requireImpersonal,
  schemas,
  visibilityOf,
  type GrantTerms,
} from '../../../domain/index.js';
import type { State } from '../../../state/state.js';
import { requireInCharge } from '../../authority.js';
import { requireFresh } from '../../change.js';
import type { TransactionContext } from '../../context.js';
import { write } from '../../operation.js';
import { factsOf, nextRecord } from '../../registry/record.js';
import { circumstancesOf } from './circumstances.js';
import { departmentsOf } from './records.js';
import { putGrant } from './told.js';
import { waitFor } from './waiting.js';

/** What becomes of a request in the transaction that makes it. */
interface Fate {
  readonly state: Grant['state'];
  /** What the ledger decided by itself. */
  readonly decided: readonly GrantDecision[];
  readonly waiting: GrantWaiting | null;
}

async function fateOf(
  ctx: TransactionContext,
  terms: GrantTerms,
  resource: Resource,
  refusal: GrantRefusal | undefined,
): Promise<Fate> {
  const { tx, txTime } = ctx;
  if (refusal !== undefined) {
    return { state: 'refused', decided: [{ act: 'refuse', refusal, tx, txTime }], waiting: null };
  }
  if (isGrantedAtOnce(terms, resource)) {
    return { state: 'granted', decided: [{ act: 'grant', tx, txTime }], waiting: null };
  }
  return { state: 'requested', decided: [], waiting: await waitFor(ctx, 'decide') };
}

/** @throws {HanlianError} AGREEMENT_NOT_IN_FORCE */
async function requireAgreement(state: State, text: string, at: number): Promise<void> {
  const agreement = await state.get<Agreement>(keys.agreement(text));
  if (agreement !== undefined && inForce(agreement, at)) return;
  throw new HanlianError('AGREEMENT_NOT_IN_FORCE', 'The agreement is not in force', { field: 'agreement' });
}

function requireOther(requester: string, provider: string): void {
  if (requester !== provider) return;
  throw new HanlianError('FIELD_INVALID', 'A department needs no grant for data of its own', {
    field: 'demand',
  });
}

/**
 * A department asks for what its demand list says it needs. What is shared unconditionally is granted at once; what the law
 * forbids, or goes beyond the demand, is refused by the ledger, which records by which law; all else waits for the provider.
 */
export const requestGrant = write('sharing:requestGrant', schemas.requestGrant, async (ctx, request) => {
  const { state, tx, txTime } = ctx;
  const { id, demand, person, ...stated } = request;
  const { intent } = request;
  const terms = factsOf(stated);
  requireFresh({ intent }, await state.get<Grant>(keys.grant(id)));
  requireImpersonal(person, 'person');
  requireGrantTerms(terms, txTime);
  const requester = demand.department;
  const by = await requireInCharge(ctx, requester);
  await requireAgreement(state, terms.agreement, txTime);
  await departmentsOf(state, terms.onwardRecipients ?? [], txTime, 'onwardRecipients');
  const asked = { ...terms, demand, requester };
  const circumstances = await circumstancesOf(ctx, asked);
  const { resource, rules } = circumstances;
  requireOther(requester, resource.provider);
  const refusal = barToGrant(asked, circumstances, txTime);
  const { decided, ...fate } = await fateOf(ctx, terms, resource, refusal);
  const due = fate.waiting?.due;
  const requested = { act: 'request', by, person, ...(due !== undefined && { due }), tx, txTime } as const;
  const record: Grant = nextRecord(ctx, intent, undefined, {
    id,
    demand,
    requester,
    provider: resource.provider,
    resource: resource.code,
    resourceRevision: resource.revision,
    ...terms,
    visibility: visibilityOf(rules, terms, requester),
    ...fate,
    decisions: [requested, ...decided],
  });
  return putGrant(ctx, record, refusal);
});
