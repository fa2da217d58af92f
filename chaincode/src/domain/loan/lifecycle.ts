import { HanlianError } from '../errors/index.js';
import { applicationStates, type LoanState } from '../schemas/loan-records.js';
import type { LoanAct } from '../schemas/loan-statements.js';
import type { ClaimAct, ClaimState } from '../schemas/subsidy.js';

/** Who signs an act. */
export type LoanParty = 'enterprise' | 'bank' | 'office';

interface Rule<State extends string> {
  readonly by: LoanParty;
  readonly from: readonly State[];
  /** Absent: what the money says. */
  readonly to?: State;
  /** Two of the signer's officers sign as well (经办, 审核). */
  readonly twoPeople?: true;
}

/**
 * The life of an application and of the loan it becomes, after it was submitted. A draft is the enterprise's own; what
 * becomes of a subsidy stands with its claim, since a loan has one each period.
 */
export const LOAN_LIFECYCLE: Readonly<Record<LoanAct, Rule<LoanState>>> = {
  authorize: { by: 'bank', from: ['submitted'], to: 'authorized' },
  bindReport: { by: 'bank', from: ['authorized'], to: 'creditPulled' },
  startReview: { by: 'bank', from: ['creditPulled'], to: 'underReview' },
  askInfo: { by: 'bank', from: ['underReview', 'approved'], to: 'needInfo' },
  answerInfo: { by: 'enterprise', from: ['needInfo'], to: 'underReview' },
  approve: { by: 'bank', from: ['underReview'], to: 'approved', twoPeople: true },
  reject: { by: 'bank', from: ['underReview', 'needInfo'], to: 'rejected', twoPeople: true },
  signContract: { by: 'bank', from: ['approved'], to: 'contracted' },
  disburse: { by: 'bank', from: ['contracted', 'disbursed'] },
  repay: { by: 'bank', from: ['disbursed', 'overdue'] },
  declareOverdue: { by: 'bank', from: ['disbursed'], to: 'overdue' },
  cureOverdue: { by: 'bank', from: ['overdue'], to: 'disbursed' },
  correct: { by: 'bank', from: ['disbursed', 'overdue', 'repaid'], twoPeople: true },
  cancel: { by: 'bank', from: ['approved', 'contracted'], to: 'closed' },
  withdraw: { by: 'enterprise', from: applicationStates, to: 'withdrawn' },
  close: { by: 'bank', from: ['repaid', 'overdue'], to: 'closed' },
};

/** Approval, which is for many claims at once, is `approve`. */
export const CLAIM_LIFECYCLE: Readonly<Record<ClaimAct | 'approve', Rule<ClaimState>>> = {
  approve: { by: 'office', from: ['claimed'], to: 'approved', twoPeople: true },
  refuse: { by: 'office', from: ['claimed'], to: 'refused' },
  withdraw: { by: 'bank', from: ['claimed'], to: 'withdrawn' },
  pay: { by: 'office', from: ['approved'], to: 'paid' },
  recover: { by: 'office', from: ['approved', 'paid'] },
};

/** @throws {HanlianError} LOAN_ACT_IMPOSSIBLE */
export function requireLoanAct(act: LoanAct, state: LoanState): void {
  const { from } = LOAN_LIFECYCLE[act];
  if (from.includes(state)) return;
  throw new HanlianError('LOAN_ACT_IMPOSSIBLE', `${act} does not follow ${state}`, {
    expected: [...from],
    received: state,
  });
}

/** @throws {HanlianError} CLAIM_ACT_IMPOSSIBLE */
export function requireClaimAct(act: ClaimAct | 'approve', state: ClaimState): void {
  const { from } = CLAIM_LIFECYCLE[act];
  if (from.includes(state)) return;
  throw new HanlianError('CLAIM_ACT_IMPOSSIBLE', `${act} does not follow ${state}`, {
    expected: [...from],
    received: state,
  });
}
