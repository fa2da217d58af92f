import {
  CLOCK_TOLERANCE,
  corrected,
  LOAN_LIFECYCLE,
  requireArrears,
  requireCertificate,
  requireEarly,
  requireLoanAct,
  requireMovementDate,
  requireOffered,
  requireSound,
  requireWithinApplication,
  requireWithinApproval,
  stateByMoney,
  withMovement,
  type CitedCertificate,
  type Instant,
  type LoanAct,
  type LoanActStatement,
  type LoanApplication,
  type LoanFile,
  type LoanState,
  type LoanTerms,
  type Movement,
} from '@hanlian/chaincode/domain';
import type { ProvenRecords } from './proven.js';
import { reasonOf, type SoundStep } from './steps.js';
import type { LoanViolation } from './violations.js';

/** What the steps of a loan come to. */
export interface Life {
  readonly state: LoanState;
  /** As the loan's file has it, but for its salt and the claims for it. */
  readonly file: Omit<LoanFile, 'salt'>;
  /** The loan's state and movements after each step, oldest first. */
  readonly history: readonly Moment[];
}

export interface Moment {
  readonly at: Instant;
  readonly state: LoanState;
  readonly movements: readonly Movement[];
}

interface Context {
  readonly n: number;
  readonly at: Instant;
  readonly registry: ProvenRecords;
}

type Facts = Omit<LoanFile, 'salt'>;
type Rules = {
  readonly [Act in LoanAct]?: (facts: Facts, statement: LoanActStatement<Act>, context: Context) => Facts;
};

function requireCertificates(
  registry: ProvenRecords,
  certificates: readonly CitedCertificate[],
  at: Instant,
): void {
  certificates.forEach(({ type, issuer, serial, version }, i) => {
    const { record, transitions } = registry.license({ type, issuer, serial, version });
    requireCertificate(record, transitions, `certificates[${i}]`, at);
  });
}

/** No money moves before a contract: the life cycle has been looked at. */
const termsOf = ({ terms }: Facts): LoanTerms => terms as LoanTerms;

const moved =
  (kind: Movement['kind']) =>
  (facts: Facts, { amount, date }: LoanActStatement<'disburse' | 'repay'>, { n, at }: Context): Facts => {
    requireMovementDate(date, kind, termsOf(facts), at);
    const movements = withMovement(facts.movements, { n, kind, amount, date });
    requireSound(movements, termsOf(facts));
    return { ...facts, movements };
  };

/** What each act makes of the facts, and all it requires that can be told from the file. */
const RULES: Rules = {
  authorize: (facts, { consent }) => ({ ...facts, consent }),
  bindReport: (facts, { report }) => ({ ...facts, report }),
  answerInfo: (facts, { certificates }, { registry, at }) => {
    if (certificates === undefined) return facts;
    requireCertificates(registry, certificates, at);
    return { ...facts, certificates };
  },
  approve: (facts, statement, { registry, at }) => {
    requireCertificates(registry, facts.certificates, at);
    requireWithinApplication(facts as LoanFile, statement);
    const { amount, rate, months } = statement;
    return { ...facts, approved: { amount, rate, months } };
  },
  signContract: (facts, statement, { registry, at }) => {
    requireCertificates(registry, facts.certificates, at);
    requireWithinApproval(facts, statement, at);
    return { ...facts, terms: statement.terms };
  },
  disburse: moved('disbursement'),
  repay: (facts, statement, context) => {
    requireEarly(termsOf(facts), statement);
    return moved('repayment')(facts, statement, context);
  },
  declareOverdue: (facts, { since, arrears }, { at }) => {
    requireMovementDate(since, 'repayment', termsOf(facts), at);
    requireArrears(facts as LoanFile, arrears);
    return facts;
  },
  cureOverdue: (facts, { date }, { at }) => {
    requireMovementDate(date, 'repayment', termsOf(facts), at);
    return facts;
  },
  correct: (facts, statement, { at }) => {
    const { movements, was } = corrected(facts.movements, statement);
    requireMovementDate(statement.date, was.kind, termsOf(facts), at);
    requireSound(movements, termsOf(facts));
    return { ...facts, movements };
  },
};

function applied(application: LoanApplication, registry: ProvenRecords, at: Instant): Facts {
  const product = registry.product(registry.inCharge(application.bank, at), application.product);
  requireOffered(product, application, at);
  requireCertificates(registry, application.certificates, at);
  return {
    v: 1,
    application,
    certificates: application.certificates,
    offeredRate: product.rate,
    movements: [],
    claims: [],
  };
}

function after(facts: Facts, statement: LoanActStatement, context: Context): Facts {
  const rule = RULES[statement.act] as ((...all: unknown[]) => Facts) | undefined;
  return rule === undefined ? facts : rule(facts, statement, context);
}

/** Goes through the steps by the rules of the contract, up to the first that breaks one. */
export class Replay {
  readonly violations: LoanViolation[] = [];
  readonly #history: Moment[] = [];
  #facts: Facts | undefined;
  #state: LoanState = 'submitted';
  #at: Instant = 0;

  /** So many steps were found to follow from what came before. */
  get judged(): number {
    return this.#history.length;
  }

  /** @returns undefined where a step could not be judged */
  async of(steps: readonly SoundStep[]): Promise<Life | undefined> {
    for (const step of steps) {
      const violation = await this.#take(step);
      if (violation !== undefined) {
        this.violations.push(violation);
        return undefined;
      }
    }
    if (this.#facts === undefined) return undefined;
    return { state: this.#state, file: this.#facts, history: this.#history };
  }

  async #take({ shown: { n, step, signed }, registry }: SoundStep): Promise<LoanViolation | undefined> {
    const { statement } = signed;
    const at = step.txTime;
    if (at < this.#at - CLOCK_TOLERANCE) return { code: 'TIME_WRONG', step: n };
    this.#at = at;
    if (statement.kind !== 'loan-application') {
      const impossible = await reasonOf(() => requireLoanAct(statement.act, this.#state));
      if (impossible !== undefined) return { code: 'TRANSITION_IMPOSSIBLE', step: n, reason: impossible };
    }
    const reason = await reasonOf(() => this.#apply(statement, { n, at, registry }));
    if (reason !== undefined) return { code: 'RULE_BROKEN', step: n, reason };
    if (step.state !== this.#state) return { code: 'TRANSITION_IMPOSSIBLE', step: n, field: 'state' };
    this.#history.push({ at, state: this.#state, movements: this.#facts?.movements ?? [] });
    return undefined;
  }

  #apply(statement: LoanApplication | LoanActStatement, context: Context): void {
    if (statement.kind === 'loan-application') {
      this.#facts = applied(statement, context.registry, context.at);
      return;
    }
    // Step 0 is the application: nothing else is sound there.
    this.#facts = after(this.#facts as Facts, statement, context);
    this.#state = LOAN_LIFECYCLE[statement.act].to ?? stateByMoney(this.#state, this.#facts);
  }
}
