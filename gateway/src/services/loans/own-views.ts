import {
  dateOfInstant,
  LOAN_LIFECYCLE,
  type ClaimView,
  type LoanStepView,
  type LoanView,
  type OwnLoan,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import { summaryOf as claimSummaryOf } from '../subsidy/views.js';
import { answerOf, stepOf } from './views.js';

interface Known {
  readonly steps: readonly LoanStepView[];
  readonly claims: readonly ClaimView[];
  /** In words, for what was signed with an intent. */
  readonly textOf: (intent: string) => string | undefined;
  /** Seconds since 1970. */
  readonly at: number;
}

/** A loan as its enterprise sees it: with what was said in words, and without the names of officers. */
export function ownLoanOf(view: LoanView, { steps, claims, textOf, at }: Known): OwnLoan {
  const answer = answerOf(view, steps);
  const overdue = view.record.state === 'overdue' ? overdueOf(steps) : undefined;
  return {
    ...answer,
    steps: steps.map((step) => ownStepOf(step, textOf)),
    claims: claims.map(ownClaimOf),
    owed: { date: dateOfInstant(at), principal: answer.book.balance, ...(overdue && { overdue }) },
  };
}

function ownStepOf(view: LoanStepView, textOf: Known['textOf']): OwnLoan['steps'][number] {
  const { statement } = view.signed;
  const text = textOf(statement.intent);
  return {
    ...omit(stepOf(view), 'officers'),
    by: statement.kind === 'loan-application' ? 'enterprise' : partyOf(statement.act),
    ...('reasons' in statement && { reasons: statement.reasons }),
    ...(text !== undefined && { text }),
  };
}

const partyOf = (act: keyof typeof LOAN_LIFECYCLE): 'enterprise' | 'bank' =>
  LOAN_LIFECYCLE[act].by === 'enterprise' ? 'enterprise' : 'bank';

/** What the bank said when it last declared the loan overdue. */
function overdueOf(steps: readonly LoanStepView[]): OwnLoan['owed']['overdue'] {
  const last = steps.findLast(({ step }) => step.act === 'declareOverdue')?.signed.statement;
  return last && 'arrears' in last ? { since: last.since, arrears: last.arrears } : undefined;
}

const ownClaimOf = (view: ClaimView): OwnLoan['claims'][number] =>
  omit(claimSummaryOf(view), 'bank', 'loan', 'revision');
