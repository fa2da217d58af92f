import type { z } from 'zod';
import type {
  ActOnGrant,
  ActOnGrantName,
  Grant,
  GrantRefusal,
  GrantWaiting,
  Scope,
} from '../../../domain/index.js';
import { grantAfter, requireImpersonal } from '../../../domain/index.js';
import { requireFresh } from '../../change.js';
import type { TransactionContext } from '../../context.js';
import { write, type Handler } from '../../operation.js';
import { nextRecord } from '../../registry/record.js';
import { actorOf } from './authority.js';
import { grantOf } from './records.js';
import { putGrant } from './told.js';

/** What an act does to a grant. */
export interface Done extends Partial<Pick<Grant, 'resourceRevision' | 'visibility'>> {
  readonly act: ActOnGrantName;
  /** The law by which the ledger refused, whatever was asked of it. */
  readonly refusal?: GrantRefusal;
  /** What the grant waits for next; absent: nothing. */
  readonly waiting?: GrantWaiting | null;
}

/** An act on a grant: by whoever may, on the revision it was decided on, as the grant's life allows. */
export const grantAct = <Request extends ActOnGrant>(
  scope: Scope,
  schema: z.ZodType<Request>,
  doing: (ctx: TransactionContext, grant: Grant, request: Request) => Done | Promise<Done>,
): Handler =>
  write(scope, schema, async (ctx, request) => {
    const { tx, txTime } = ctx;
    const { id, intent, person, basis } = request;
    requireImpersonal(basis.law, 'basis.law');
    requireImpersonal(person, 'person');
    const grant = await grantOf(ctx.state, id);
    const by = await actorOf(ctx, scope, grant);
    requireFresh(request, grant);
    const { act, refusal, waiting = null, ...changed } = await doing(ctx, grant, request);
    const decision = {
      act,
      by,
      person,
      basis,
      ...(refusal !== undefined && { refusal }),
      ...(waiting !== null && { due: waiting.due }),
      tx,
      txTime,
    };
    const record: Grant = nextRecord(ctx, intent, grant, {
      ...grant,
      ...changed,
      state: grantAfter(act, grant, txTime),
      waiting,
      decisions: [...grant.decisions, decision],
    });
    return putGrant(ctx, record, refusal);
  });
