import {
  appliedFor,
  changedBy,
  CLOCK_TOLERANCE,
  isGranted,
  requireLoanAct,
  type ClaimState,
  type ClaimView,
  type Instant,
  type LoanActStatement,
  type LoanApplication,
  type LoanFacts,
  type LoanState,
  type Movement,
  type ProvenRegistry,
} from '@hanlian/chaincode/domain';
import { reasonOf, type SoundStep } from './steps.js';
import type { LoanViolation } from './violations.js';

/** What the steps of a loan come to. */
export interface Life {
  readonly state: LoanState;
  readonly facts: LoanFacts;
  /** The loan's state and movements after each step, oldest first. */
  readonly history: readonly Moment[];
}

export interface Moment {
  readonly at: Instant;
  readonly state: LoanState;
  readonly movements: readonly Movement[];
}

/** How things may have stood at that second: before and after what else happened in it. */
export function momentsAt<M extends { readonly at: Instant }>(
  history: readonly M[],
  at: Instant,
): readonly M[] {
  return history.filter((moment, i) => moment.at <= at && at <= (history[i + 1]?.at ?? Infinity));
}

/** How a claim stood at that second, in favour of who acts: granted only where it was so throughout. */
function claimStateAt({ steps }: ClaimView, at: Instant): ClaimState | undefined {
  const history = steps.map(({ step: { state, txTime } }) => ({ at: txTime, state }));
  const states = momentsAt(history, at).map(({ state }) => state);
  return states.find((state) => !isGranted(state)) ?? states.at(-1);
}

interface Context {
  readonly n: number;
  readonly at: Instant;
  readonly registry: ProvenRegistry;
}

/** Goes through the steps by the rules of the contract, up to the first that breaks one. */
export class Replay {
  readonly violations: LoanViolation[] = [];
  readonly #claims: ReadonlyMap<string, ClaimView>;
  readonly #history: Moment[] = [];
  #facts: LoanFacts | undefined;
  #state: LoanState = 'submitted';
  #at: Instant = 0;

  /** @param claims of subsidy for the loan, each what the ledger has */
  constructor(claims: readonly ClaimView[]) {
    this.#claims = new Map(claims.map((claim) => [claim.file.claim.statement.id, claim]));
  }

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
    return { state: this.#state, facts: this.#facts, history: this.#history };
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

  async #apply(statement: LoanApplication | LoanActStatement, context: Context): Promise<void> {
    if (statement.kind === 'loan-application') {
      this.#facts = { ...appliedFor(statement, context), claims: this.#claimed() };
      return;
    }
    const { at } = context;
    const claimState = (id: string): ClaimState | undefined =>
      claimStateAt(this.#claims.get(id) as ClaimView, at);
    // Step 0 is the application: nothing else is sound there.
    const facts = this.#facts as LoanFacts;
    const after = await changedBy(statement, facts, { ...context, state: this.#state, claimState });
    this.#facts = after.facts;
    this.#state = after.state;
  }

  /** Every claim there will be: one that is not made yet stands in no act's way. */
  #claimed(): LoanFacts['claims'] {
    return [...this.#claims.values()].map(({ file }) => {
      const { id, programme, period } = file.claim.statement;
      return { id, programme, period };
    });
  }
}
