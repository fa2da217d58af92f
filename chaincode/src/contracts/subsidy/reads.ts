import type {
  ApprovalRecord,
  ApprovalView,
  BudgetFile,
  BudgetRecord,
  BudgetView,
  ClaimFile,
  ClaimRecord,
  ClaimStep,
  ClaimStepView,
  ClaimView,
  ClaimViews,
  ProgrammeView,
  TrancheView,
} from '../../domain/index.js';
import { HanlianError, keyPrefixes, keys, schemas, splitKey } from '../../domain/index.js';
import type { TransactionContext } from '../context.js';
import { concern, requireConcerned } from '../loan/concerned.js';
import { claimOf, lendingOf, trancheOf, type Kept } from '../loan/records.js';
import { read } from '../operation.js';
import { officeOf, programmeOf } from './programmes.js';
import type { Decided } from './records.js';

/** Every edition of a programme, oldest first. */
export const getProgramme = read('subsidy:getProgramme', schemas.getProgramme, async ({ state }, { id }) => {
  const editions = [...(await programmeOf(state, id))];
  return { v: 1, editions } satisfies ProgrammeView;
});

/** A tranche, for the office and for its bank. */
export const getTranche = read('subsidy:getTranche', schemas.getTranche, async (ctx, request) => {
  const { record, file } = await trancheOf(ctx.state, lendingOf(ctx), request.tranche);
  const office = await officeOf(ctx.state, request.tranche.programme);
  await requireConcerned(ctx, [office, file.opening.statement.bank]);
  return { v: 1, record, file } satisfies TrancheView;
});

/** A claim with all that was signed of it and by which public records, for the office and for its bank. */
export const getClaim = read('subsidy:getClaim', schemas.getClaim, async (ctx, { id }) => {
  const found = await claimOf(ctx.state, lendingOf(ctx), id);
  await requireConcerned(ctx, [found.file.office, found.file.bank]);
  return claimWith(ctx, id, found, ({ signed, evidence }) => ({ signed, evidence }));
});

/** Of many claims at once those that are the caller's to see; of the others nothing is told. */
export const getClaims = read('subsidy:getClaims', schemas.getClaims, async (ctx, { ids }) => {
  const isConcerned = await concern(ctx);
  const claims: ClaimView[] = [];
  for (const id of ids) {
    const found = await claimOf(ctx.state, lendingOf(ctx), id);
    const { office, bank } = found.file;
    if (await isConcerned([office, bank]))
      claims.push(await claimWith(ctx, id, found, ({ signed }) => ({ signed })));
  }
  return { v: 1, claims } satisfies ClaimViews;
});

type SignedStep = Decided<NonNullable<ClaimStepView['signed']>>;

/** @param show what a step has of what was signed for it */
async function claimWith(
  ctx: TransactionContext,
  id: string,
  { record, file }: Kept<ClaimRecord, ClaimFile>,
  show: (decided: SignedStep) => Pick<ClaimStepView, 'signed' | 'evidence'>,
): Promise<ClaimView> {
  const lending = lendingOf(ctx);
  const { approval } = file;
  const steps: ClaimStepView[] = [];
  for (const { key, record: step } of await ctx.state.list<ClaimStep>(keyPrefixes.claimStep, id)) {
    const signedKey = step.act === 'approve' && approval !== undefined ? keys.approval(approval) : key;
    const decided = await lending.get<SignedStep>(signedKey);
    steps.push({ n: Number(splitKey(key).at(-1)), step, ...(decided && show(decided)) });
  }
  return { v: 1, record, file, steps };
}

/** What was signed for many claims at once, by its own id: for the office alone. */
export const getApproval = read('subsidy:getApproval', schemas.getApproval, async (ctx, { id }) => {
  const key = keys.approval(id);
  const record = await ctx.state.get<ApprovalRecord>(key);
  if (record === undefined) throw new HanlianError('CLAIM_UNKNOWN', `Nothing stands under ${key}`);
  const decided = await lendingOf(ctx).get<Decided<ApprovalView['signed']>>(key);
  const { signed } = decided as Decided<ApprovalView['signed']>;
  const office = await officeOf(ctx.state, signed.statement.tranche.programme);
  await requireConcerned(ctx, [office]);
  return { v: 1, record, signed } satisfies ApprovalView;
});

/** What of a programme's budget stands in tranches, for the office alone. */
export const getBudget = read('subsidy:getBudget', schemas.getBudget, async (ctx, { programme }) => {
  const office = await officeOf(ctx.state, programme);
  await requireConcerned(ctx, [office]);
  const key = keys.budget(programme);
  const record = await ctx.state.get<BudgetRecord>(key);
  if (record === undefined) throw new HanlianError('TRANCHE_UNKNOWN', `${programme} has no tranche yet`);
  const file = (await lendingOf(ctx).get<BudgetFile>(key)) as BudgetFile;
  return { v: 1, record, file } satisfies BudgetView;
});
