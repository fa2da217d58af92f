import type {
  LoanFigures,
  LoanFigure,
  LoanFile,
  LoanStep,
  LoanStepPage,
  LoanStepView,
  LoanView,
} from '../../domain/index.js';
import { keyPrefixes, schemas, splitKey } from '../../domain/index.js';
import { creatorsDepartment, departmentOf } from '../authority.js';
import type { TransactionContext } from '../context.js';
import { read } from '../operation.js';
import { concern, requireConcerned } from './concerned.js';
import { claimOf, lendingOf, loanOf } from './records.js';

/** The loan's bank; once a subsidy is claimed for it, also the office that decides on the claim. */
async function requireLoanParty(ctx: TransactionContext, { application, claims }: LoanFile): Promise<void> {
  const lending = lendingOf(ctx);
  const files = await Promise.all(claims.map(({ id }) => claimOf(ctx.state, lending, id)));
  await requireConcerned(ctx, [application.bank, ...files.map(({ file }) => file.office)]);
}

/** How a loan stands, with all that the next act must know of it. */
export const getLoan = read('loan:getLoan', schemas.getLoan, async (ctx, { id }) => {
  const { record, file } = await loanOf(ctx.state, lendingOf(ctx), id);
  await requireLoanParty(ctx, file);
  return { v: 1, record, file } satisfies LoanView;
});

/** Every transition of a loan with what was signed. */
export const pageSteps = read('loan:pageSteps', schemas.pageLoanSteps, async (ctx, { id, limit, cursor }) => {
  const lending = lendingOf(ctx);
  const { file } = await loanOf(ctx.state, lending, id);
  await requireLoanParty(ctx, file);
  const page = await ctx.state.page<LoanStep>([keyPrefixes.loanStep, id], { limit, cursor });
  const steps = await Promise.all(
    page.found.map(async ({ key, record: step }) => ({
      n: Number(splitKey(key).at(-1)),
      step,
      signed: (await lending.get(key)) as LoanStepView['signed'],
    })),
  );
  return {
    v: 1,
    steps,
    ...(page.cursor !== undefined && { cursor: page.cursor }),
  } satisfies LoanStepPage;
});

async function figureSteps(ctx: TransactionContext, id: string): Promise<LoanFigure['steps']> {
  const lending = lendingOf(ctx);
  const steps: LoanFigure['steps'] = [];
  for (const { key, record } of await ctx.state.list<LoanStep>(keyPrefixes.loanStep, id)) {
    const { statement } = (await lending.get(key)) as LoanStepView['signed'];
    const { amount, date, movement } = statement as Partial<LoanFigure['steps'][number]>;
    steps.push({
      n: Number(splitKey(key).at(-1)),
      act: record.act,
      state: record.state,
      at: record.txTime,
      ...(amount !== undefined && { amount }),
      ...(date !== undefined && { date }),
      ...(movement !== undefined && { movement }),
    });
  }
  return steps;
}

/** What statistics count of many loans at once: to a finance office of all, to a bank of its own; whose a loan is, of none. */
export const getFigures = read('loan:getFigures', schemas.getLoanFigures, async (ctx, { ids }) => {
  const { kind } = await departmentOf(ctx.state, await creatorsDepartment(ctx));
  const isConcerned = await concern(ctx);
  const loans: LoanFigure[] = [];
  for (const id of ids) {
    const { file } = await loanOf(ctx.state, lendingOf(ctx), id);
    const { bank, industry, district } = file.application;
    if (kind !== 'finance' && !(await isConcerned([bank]))) continue;
    loans.push({ id, bank, industry, district, steps: await figureSteps(ctx, id) });
  }
  return { v: 1, loans } satisfies LoanFigures;
});
