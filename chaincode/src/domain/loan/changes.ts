import type { ProvenRegistry } from '../proven-registry.js';
import type { LoanFile, LoanState, Movement } from '../schemas/loan-records.js';
import type { LoanAct, LoanActStatement, LoanApplication, LoanTerms } from '../schemas/loan-statements.js';
import type { ClaimState } from '../schemas/subsidy.js';
import {
  requireArrears,
  requireBank,
  requireCertificates,
  requireClosing,
  requireEarly,
  requireOffered,
  requireWithinApplication,
  requireWithinApproval,
} from './admission.js';
import { corrected, requireMovementDate, requireSound, stateByMoney, withMovement } from './book.js';
import { requireNoSubsidySince } from './claims.js';
import { LOAN_LIFECYCLE } from './lifecycle.js';

/** What is known of a loan; the salt of its file is that of its last act. */
export type LoanFacts = Omit<LoanFile, 'salt'>;

/** When an act takes place, and what is found beside the loan itself. */
export interface LoanMoment {
  /** The revision that the act makes. */
  readonly n: number;
  readonly at: number;
  /** Where the loan stands before it. */
  readonly state: LoanState;
  readonly registry: ProvenRegistry;
  /** How a claim of subsidy for the loan stands; undefined: it is not made yet. */
  readonly claimState: (id: string) => ClaimState | undefined | Promise<ClaimState | undefined>;
}

type Change<Act extends LoanAct> = (
  facts: LoanFacts,
  statement: LoanActStatement<Act>,
  moment: LoanMoment,
) => LoanFacts | Promise<LoanFacts>;

/** No money moves before a contract: the life cycle has been looked at. */
const termsOf = ({ terms }: LoanFacts): LoanTerms => terms as LoanTerms;

const moved =
  (kind: Movement['kind']) =>
  async (
    facts: LoanFacts,
    { amount, date }: LoanActStatement<'disburse' | 'repay'>,
    { n, at, claimState }: LoanMoment,
  ): Promise<LoanFacts> => {
    requireMovementDate(date, kind, termsOf(facts), at);
    const movements = withMovement(facts.movements, { n, kind, amount, date });
    requireSound(movements, termsOf(facts));
    await requireNoSubsidySince(facts.claims, date, claimState);
    return { ...facts, movements };
  };
const repaid = moved('repayment');

/** What each act makes of the facts, and all it requires of them; absent: nothing. */
const CHANGES: { readonly [Act in LoanAct]?: Change<Act> } = {
  authorize: (facts, { consent }) => ({ ...facts, consent }),
  bindReport: (facts, { report }) => ({ ...facts, report }),
  answerInfo: (facts, { certificates }, { registry, at }) => {
    if (certificates === undefined) return facts;
    requireCertificates(registry, certificates, at);
    return { ...facts, certificates };
  },
  approve: (facts, statement, { registry, at }) => {
    requireCertificates(registry, facts.certificates, at);
    requireWithinApplication(facts, statement);
    const { amount, rate, months } = statement;
    return { ...facts, approved: { amount, rate, months } };
  },
  signContract: (facts, statement, { registry, at }) => {
    requireCertificates(registry, facts.certificates, at);
    requireWithinApproval(facts, statement, at);
    return { ...facts, terms: statement.terms };
  },
  disburse: moved('disbursement'),
  repay: (facts, statement, moment) => {
    requireEarly(termsOf(facts), statement);
    return repaid(facts, statement, moment);
  },
  declareOverdue: (facts, { since, arrears }, { at }) => {
    requireMovementDate(since, 'repayment', termsOf(facts), at);
    requireArrears(facts, arrears);
    return facts;
  },
  cureOverdue: (facts, { date }, { at }) => {
    requireMovementDate(date, 'repayment', termsOf(facts), at);
    return facts;
  },
  correct: async (facts, statement, { at, claimState }) => {
    const { movements, was, since } = corrected(facts.movements, statement);
    requireMovementDate(statement.date, was.kind, termsOf(facts), at);
    requireSound(movements, termsOf(facts));
    await requireNoSubsidySince(facts.claims, since, claimState);
    return { ...facts, movements };
  },
  close: (facts, statement, { state }) => {
    requireClosing(state, statement);
    return facts;
  },
};

/**
 * What an application is, once it is submitted to a bank in business that offers what is asked for.
 *
 * @throws {HanlianError} NOT_A_BANK, PRODUCT_NOT_OFFERED, LOAN_OUTSIDE_TERMS, LOAN_CERTIFICATE_NOT_VALID,
 *   DEPARTMENT_NOT_IN_FORCE, MAP_PROOF_*
 */
export function appliedFor(
  application: LoanApplication,
  { registry, at }: Pick<LoanMoment, 'registry' | 'at'>,
): LoanFacts {
  const { bank, certificates } = application;
  requireBank(registry, bank, at);
  const product = registry.product(bank, application.product);
  requireOffered(product, application, at);
  requireCertificates(registry, certificates, at);
  return { v: 1, application, certificates, offeredRate: product.rate, movements: [], claims: [] };
}

/**
 * What an act makes of a loan from whose state it is possible, as far as that follows from what was signed, from public
 * records and from the claims for it. The consent and the pull that a decision rests on are the contract's to look at.
 *
 * @throws {HanlianError} what the act requires: LOAN_*, MOVEMENT_*, DISBURSEMENT_ABOVE_CONTRACT, REPAYMENT_ABOVE_BALANCE,
 *   MAP_PROOF_*
 */
export async function changedBy(
  statement: LoanActStatement,
  facts: LoanFacts,
  moment: LoanMoment,
): Promise<{ readonly state: LoanState; readonly facts: LoanFacts }> {
  const { act } = statement;
  const change = CHANGES[act] as Change<LoanAct> | undefined;
  const after = change === undefined ? facts : await change(facts, statement, moment);
  return { facts: after, state: LOAN_LIFECYCLE[act].to ?? stateByMoney(moment.state, after) };
}
