import { dateOfInstant, fenOf, type ClaimView, type LoanFigure } from '@hanlian/chaincode/domain';

/** What is counted of loans, and of the subsidies claimed for them. */
export type Figure =
  | 'applications'
  | 'approvals'
  | 'rejections'
  | 'decision'
  | 'disbursed'
  | 'overdue'
  | 'subsidyApproved'
  | 'subsidyPaid'
  | 'subsidyRecovered';

/** One thing that happened to a loan, on its day: an amount in 分, seconds, or 1 where it is counted. */
export interface Fact {
  readonly figure: Figure;
  readonly loan: Loan;
  readonly date: string;
  readonly amount: bigint;
}

export type Loan = Pick<LoanFigure, 'id' | 'bank' | 'industry' | 'district'>;
type Step = LoanFigure['steps'][number];

/** By which act a loan is decided on, and what that counts as. */
export const DECISIONS: Readonly<Record<string, 'approvals' | 'rejections'>> = {
  approve: 'approvals',
  reject: 'rejections',
};

function decisionFacts(loan: Loan, steps: readonly Step[]): Fact[] {
  const [application] = steps;
  const first = steps.find(({ act }) => act in DECISIONS);
  // An approval that was asked more about is decided anew: the last one counts, the first one is how long it took.
  const last = steps.findLast(({ act }) => act in DECISIONS);
  if (application === undefined || first === undefined || last === undefined) return [];
  const taken = BigInt(first.at - application.at);
  return [
    {
      figure: DECISIONS[last.act] as 'approvals' | 'rejections',
      loan,
      date: dateOfInstant(last.at),
      amount: 1n,
    },
    { figure: 'decision', loan, date: dateOfInstant(first.at), amount: taken },
  ];
}

/** What went out, each part on its day and as last corrected. */
function disbursements(loan: Loan, steps: readonly Step[]): Fact[] {
  const parts = new Map<number, Fact>();
  for (const { n, act, amount = '0', date = '', movement } of steps) {
    const of = act === 'disburse' ? n : act === 'correct' ? movement : undefined;
    if (of === undefined || (act === 'correct' && !parts.has(of))) continue;
    parts.set(of, { figure: 'disbursed', loan, date, amount: fenOf(amount) });
  }
  return [...parts.values()].filter(({ amount }) => amount > 0n);
}

/**
 * What the steps of a loan up to an instant come to; `until` is the day at whose end it is overdue or not.
 */
export function loanFacts({ steps, ...loan }: LoanFigure, asOf: number, endOfUntil: number): Fact[] {
  const known = steps.filter(({ at }) => at <= asOf);
  const [application] = known;
  if (application === undefined) return [];
  const atEnd = known.findLast(({ at }) => at < endOfUntil);
  const until = dateOfInstant(endOfUntil - 1);
  return [
    { figure: 'applications', loan, date: dateOfInstant(application.at), amount: 1n },
    ...decisionFacts(loan, known),
    ...disbursements(loan, known),
    ...(atEnd?.state === 'overdue' ? [{ figure: 'overdue', loan, date: until, amount: 1n } as const] : []),
  ];
}

const SUBSIDY: Readonly<Record<string, Figure>> = {
  approve: 'subsidyApproved',
  pay: 'subsidyPaid',
  recover: 'subsidyRecovered',
};

/** What is counted of a claim. */
export interface ClaimFigure {
  readonly loan: string;
  readonly steps: readonly { readonly figure: Figure; readonly at: number; readonly amount: bigint }[];
}

/** What of a claim was approved, paid and recovered. */
export function claimFigure({ file, steps }: ClaimView): ClaimFigure {
  const { loan, amount: claimed } = file.claim.statement;
  const counted = steps.flatMap(({ step, signed }) => {
    const figure = SUBSIDY[step.act];
    if (figure === undefined) return [];
    const said = signed?.statement;
    const amount = said !== undefined && 'amount' in said ? said.amount : claimed;
    return [{ figure, at: step.txTime, amount: fenOf(amount) }];
  });
  return { loan, steps: counted };
}

/** The same up to an instant, as facts of the loan. */
export const claimFacts = ({ steps }: ClaimFigure, loan: Loan, asOf: number): Fact[] =>
  steps
    .filter(({ at }) => at <= asOf)
    .map(({ figure, at, amount }) => ({ figure, loan, date: dateOfInstant(at), amount }));
