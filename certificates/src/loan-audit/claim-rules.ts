import {
  claimChangedBy,
  editionFor,
  isGranted,
  isStanding,
  keys,
  nullifierOf,
  requireClaimAct,
  requireDue,
  requireEligible,
  requireMonth,
  subsidyDue,
  tranchePseudonym,
  type ClaimStanding,
  type ClaimState,
  type ClaimView,
  type Digest,
  type Instant,
  type LoanFileAnswer,
  type LoanTerms,
  type Programme,
} from '@hanlian/chaincode/domain';
import { editionsOf, statementOf } from './claims.js';
import { momentsAt, type Life, type Moment } from './life.js';
import type { ProvenRecords } from '../verification/proven-records.js';
import { reasonOf } from './steps.js';
import type { LoanViolation, LoanViolationCode } from './violations.js';

type Step = ClaimView['steps'][number];

/** Judges claims of subsidy by the rules of the contract: each by itself, and that no period is claimed for twice. */
export class ClaimRules {
  readonly violations: LoanViolation[] = [];
  readonly #file: LoanFileAnswer;
  readonly #ledger: ProvenRecords;
  /** HMAC-SHA-256 under the finance office's key, where the auditor was shown it. */
  readonly #mac: Digest | undefined;

  constructor(file: LoanFileAnswer, ledger: ProvenRecords, mac: Digest | undefined) {
    this.#file = file;
    this.#ledger = ledger;
    this.#mac = mac;
  }

  /**
   * @param claims each what the ledger has, in the order in which they were made
   * @param life what the loan's steps come to; absent: they could not be judged, and neither can amounts
   */
  async judge(claims: readonly ClaimView[], life: Life | undefined): Promise<void> {
    for (const claim of claims) {
      await this.#checkOrder(claim);
      await this.#checkNullifier(claim);
      if (life !== undefined) await this.#checkAmounts(claim, life);
    }
    this.#checkOnce(claims);
  }

  /** Each act follows from where the claim stood, by the money as well; the record and the file say how it ended. */
  async #checkOrder(claim: ClaimView): Promise<void> {
    const { record, file, steps } = claim;
    let standing: ClaimStanding = { state: 'claimed', paid: false, recovered: '0' };
    for (const step of steps) {
      const { act, state } = step.step;
      const impossible =
        act === 'claim' ? undefined : await reasonOf(() => requireClaimAct(act, standing.state));
      if (impossible !== undefined) {
        this.#fault(claim, 'TRANSITION_IMPOSSIBLE', { step: step.n, reason: impossible });
        return;
      }
      const reason = await reasonOf(() => {
        standing = standingAfter(claim, step, standing);
      });
      if (reason !== undefined) {
        this.#fault(claim, 'CLAIM_RULE_BROKEN', { step: step.n, reason });
        return;
      }
      if (standing.state !== state) {
        this.#fault(claim, 'TRANSITION_IMPOSSIBLE', { step: step.n, field: 'state' });
        return;
      }
    }
    if (record.state !== standing.state) this.#fault(claim, 'RECORD_WRONG');
    if (file.recovered !== standing.recovered) this.#fault(claim, 'FILE_DIFFERS', { field: 'recovered' });
    if (file.paid !== standing.paid) this.#fault(claim, 'FILE_DIFFERS', { field: 'paid' });
  }

  /** One thing is paid once: the ledger's key for it names this claim, and is what the office's key makes of its subject. */
  async #checkNullifier(claim: ClaimView): Promise<void> {
    const { record, file } = claim;
    if (!isGranted(record.state)) return;
    const held = this.#ledger.find(keys.nullifier(file.nullifier ?? '')) as { claim?: string } | undefined;
    if (held?.claim !== statementOf(claim).id) this.#fault(claim, 'NULLIFIER_WRONG');
    const approved = claim.steps.find(({ step }) => step.act === 'approve');
    const reason = await reasonOf(() => {
      if (file.tranche && approved) requireMonth(file.tranche, approved.step.txTime);
    });
    if (reason !== undefined) this.#fault(claim, 'CLAIM_RULE_BROKEN', { reason });
    if (this.#mac !== undefined) this.#checkKeyed(claim, this.#mac);
  }

  /** What the office's key makes of the claim's subject, and of whose tranche it was approved out of. */
  #checkKeyed(claim: ClaimView, mac: Digest): void {
    const { file } = claim;
    const { programme, period } = statementOf(claim);
    const { application, terms } = this.#file.file;
    const subject = { programme, period, enterprise: application.enterprise, collateral: terms?.collateral };
    if (nullifierOf(mac, subject) !== file.nullifier)
      this.#fault(claim, 'NULLIFIER_WRONG', { field: 'subject' });
    const { month = '', pseudonym } = file.tranche ?? {};
    if (tranchePseudonym(mac, { programme, bank: file.bank, month }) !== pseudonym)
      this.#fault(claim, 'TRANCHE_WRONG');
  }

  /** Eligible when it was claimed, and of what the book made it, then and at the approval. */
  async #checkAmounts(claim: ClaimView, life: Life): Promise<void> {
    const editions = editionsOf(this.#file, this.#ledger, claim);
    for (const { n, step } of claim.steps) {
      if (step.act !== 'claim' && step.act !== 'approve') continue;
      const reasons = await Promise.all(
        momentsAt(life.history, step.txTime).map((moment) =>
          reasonOf(() => requireAmount(claim, step, editions, life, moment)),
        ),
      );
      if (reasons.includes(undefined)) continue;
      const reason = reasons.at(-1);
      this.#fault(claim, 'CLAIM_RULE_BROKEN', { step: n, ...(reason !== undefined && { reason }) });
      return;
    }
  }

  /** Of one loan and period one claim stands at a time. */
  #checkOnce(claims: readonly ClaimView[]): void {
    claims.forEach((claim, i) => {
      const at = claim.steps[0]?.step.txTime ?? 0;
      const before = claims.slice(0, i).filter((other) => isOfOnePeriod(other, claim));
      if (before.some((other) => isStanding(stateBefore(other, at)))) this.#fault(claim, 'CLAIM_REPEATED');
    });
  }

  #fault(claim: ClaimView, code: LoanViolationCode, more: Partial<LoanViolation> = {}): void {
    this.violations.push({ code, claim: statementOf(claim).id, ...more });
  }
}

function standingAfter(claim: ClaimView, { step, signed }: Step, standing: ClaimStanding): ClaimStanding {
  if (step.act === 'approve') return { ...standing, state: 'approved' };
  const statement = signed?.statement;
  // The claim itself, which is the first step of what is sound.
  if (statement?.kind !== 'claim-act') return standing;
  return claimChangedBy(statement, statementOf(claim), standing, step.txTime);
}

function requireAmount(
  claim: ClaimView,
  { act, txTime }: Step['step'],
  editions: readonly Programme[],
  { facts }: Life,
  { state, movements }: Moment,
): void {
  const { period, amount } = statementOf(claim);
  const edition = editionFor(editions, period);
  if (act === 'claim') requireEligible(edition, { record: { state }, file: facts }, period, txTime);
  requireDue(amount, subsidyDue(edition, facts.terms as LoanTerms, movements, period));
}

const isOfOnePeriod = (a: ClaimView, b: ClaimView): boolean =>
  statementOf(a).programme === statementOf(b).programme &&
  statementOf(a).period.from === statementOf(b).period.from;

/** How a claim stood when another was made in that second: as late as may be, in favour of who claims. */
const stateBefore = ({ steps }: ClaimView, at: Instant): ClaimState =>
  steps.findLast(({ step }) => step.txTime <= at)?.step.state ?? 'claimed';
