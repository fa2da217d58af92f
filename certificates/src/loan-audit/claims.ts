import {
  CLAIM_LIFECYCLE,
  editionFor,
  keys,
  nullifierOf,
  requireClaimAct,
  requireDue,
  requireEligible,
  requireMonth,
  requireSignedBy,
  signedBytes,
  signedCommitment,
  subsidyDue,
  sumOf,
  type ClaimState,
  type ClaimView,
  type Digest,
  type Instant,
  type LoanFile,
  type LoanTerms,
  type Programme,
  type LoanFileAnswer,
} from '@hanlian/chaincode/domain';
import { nodeHashes, verifyEs256 } from '@hanlian/chaincode/hash';
import type { Life, Moment } from './life.js';
import type { ProvenRecords } from './proven.js';
import { isSame, reasonOf } from './steps.js';
import type { LoanViolation, LoanViolationCode } from './violations.js';

const STANDING: readonly ClaimState[] = ['claimed', 'approved', 'paid'];
const HOLDS_NULLIFIER: readonly ClaimState[] = ['approved', 'paid'];

const statementOf = ({ file }: ClaimView): ClaimView['file']['claim']['statement'] => file.claim.statement;

/** Where the loan may have stood at that second: before and after what else happened in it. */
function momentsAt(history: readonly Moment[], at: Instant): readonly Moment[] {
  return history.filter((moment, i) => moment.at <= at && at <= (history[i + 1]?.at ?? Infinity));
}

/** Checks of the claims of subsidy for a loan: each by itself, and that no period is claimed for twice. */
export class ClaimChecks {
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

  /** @param life what the loan's steps come to; absent: they could not be judged, and neither can amounts */
  async check(life: Life | undefined): Promise<void> {
    const { claims, file } = this.#file;
    for (const { id } of file.claims) {
      const claim = claims.find((each) => statementOf(each).id === id);
      if (claim === undefined) this.#fault(id, 'CLAIM_MISSING');
      else await this.#checkClaim(id, claim, life);
    }
    for (const { id } of claims.map(statementOf)) {
      if (!file.claims.some((listed) => listed.id === id))
        this.#fault(id, 'FILE_DIFFERS', { field: 'claims' });
    }
    this.#checkOnce(claims);
  }

  async #checkClaim(id: string, claim: ClaimView, life: Life | undefined): Promise<void> {
    const before = this.violations.length;
    if (!isSame(this.#ledger.find(keys.claim(id)), claim.record)) {
      this.#fault(id, 'STEP_FORGED', { key: keys.claim(id) });
    }
    for (let n = 0; n <= claim.record.revision; n++) await this.#checkStep(id, n, claim);
    this.#checkFile(id, claim);
    // What is not the ledger's own is not judged by rules.
    if (this.violations.length > before) return;
    await this.#checkOrder(id, claim);
    await this.#checkNullifier(id, claim);
    if (life !== undefined) await this.#checkAmounts(id, claim, life);
  }

  async #checkStep(id: string, n: number, { file, steps }: ClaimView): Promise<void> {
    const shown = steps.find((step) => step.n === n);
    if (shown === undefined) {
      this.#fault(id, 'STEP_MISSING', { step: n });
      return;
    }
    const { step, signed } = shown;
    if (!isSame(this.#ledger.find(keys.claimStep(id, n)), step)) {
      this.#fault(id, 'STEP_FORGED', { step: n });
      return;
    }
    // An approval names other claims: it is the office's, and here the ledger's word for it.
    if (signed === undefined && step.act === 'approve') return;
    if (signed === undefined || signedCommitment(nodeHashes.sha256, signed) !== step.commitment) {
      this.#fault(id, 'STATEMENT_ALTERED', { step: n });
      return;
    }
    const { statement, signature } = signed;
    const isBanks = step.act === 'claim' || CLAIM_LIFECYCLE[step.act].by === 'bank';
    const reason = await reasonOf(() => {
      const organisation = this.#ledger.inCharge(isBanks ? file.bank : file.office, step.txTime);
      const said = { bytes: signedBytes(statement), signature };
      requireSignedBy(verifyEs256, this.#ledger.holderKey(statement.key), said, {
        organisation,
        at: step.txTime,
      });
    });
    if (reason !== undefined) this.#fault(id, 'SIGNATURE_WRONG', { step: n, reason });
    if (statement.id !== id) this.#fault(id, 'STATEMENT_OF_ANOTHER', { step: n });
  }

  /** What the file says of a claim beside its steps: whose it is, what was claimed, and no step but the ledger's in order. */
  #checkFile(id: string, claim: ClaimView): void {
    const { file, record, steps } = claim;
    const [first] = steps;
    if (steps.length > record.revision + 1 || steps.some(({ n }, i) => n !== i)) {
      this.#fault(id, 'FILE_DIFFERS', { field: 'steps' });
    }
    if (first !== undefined && signedCommitment(nodeHashes.sha256, file.claim) !== first.step.commitment) {
      this.#fault(id, 'STATEMENT_ALTERED', { field: 'claim' });
    }
    if (statementOf(claim).loan !== this.#file.id) this.#fault(id, 'STATEMENT_OF_ANOTHER', { field: 'loan' });
    if (file.bank !== this.#file.file.application.bank) this.#fault(id, 'FILE_DIFFERS', { field: 'bank' });
    const editions = this.#editionsOf(claim);
    if (!editions.some(({ office }) => office === file.office)) {
      this.#fault(id, 'FILE_DIFFERS', { field: 'office' });
    }
  }

  async #checkOrder(id: string, { record, file, steps }: ClaimView): Promise<void> {
    let state: ClaimState = 'claimed';
    for (const { n, step } of steps) {
      if (step.act !== 'claim') {
        const { act } = step;
        const impossible = await reasonOf(() => requireClaimAct(act, state));
        const { to } = CLAIM_LIFECYCLE[act];
        if (impossible !== undefined || (to !== undefined && to !== step.state)) {
          this.#fault(id, 'TRANSITION_IMPOSSIBLE', { step: n, ...(impossible && { reason: impossible }) });
          return;
        }
      }
      state = step.state;
    }
    if (record.state !== state) this.#fault(id, 'RECORD_WRONG');
    const recovered = sumOf(steps.map(recoveredBy));
    const paid = steps.some(({ step }) => step.act === 'pay');
    if (BigInt(file.recovered) !== recovered) this.#fault(id, 'FILE_DIFFERS', { field: 'recovered' });
    if (file.paid !== paid) this.#fault(id, 'FILE_DIFFERS', { field: 'paid' });
  }

  /** One thing is paid once: the ledger's key for it names this claim, and is what the office's key makes of its subject. */
  async #checkNullifier(id: string, claim: ClaimView): Promise<void> {
    const { record, file } = claim;
    if (!HOLDS_NULLIFIER.includes(record.state)) return;
    const held = this.#ledger.find(keys.nullifier(file.nullifier ?? '')) as { claim?: string } | undefined;
    if (held?.claim !== id) this.#fault(id, 'NULLIFIER_WRONG');
    const approved = claim.steps.find(({ step }) => step.act === 'approve');
    const reason = await reasonOf(() => {
      if (file.tranche && approved) requireMonth(file.tranche, approved.step.txTime);
    });
    if (reason !== undefined) this.#fault(id, 'CLAIM_RULE_BROKEN', { reason });
    if (this.#mac === undefined) return;
    const { programme, period } = statementOf(claim);
    const { application, terms } = this.#file.file;
    const subject = { programme, period, enterprise: application.enterprise, collateral: terms?.collateral };
    if (nullifierOf(this.#mac, subject) !== file.nullifier)
      this.#fault(id, 'NULLIFIER_WRONG', { field: 'subject' });
  }

  /** Eligible when it was claimed, and of what the book made it, then and at the approval. */
  async #checkAmounts(id: string, claim: ClaimView, life: Life): Promise<void> {
    const { period, amount } = statementOf(claim);
    const judge = (moment: Moment, { act, txTime: at }: ClaimView['steps'][number]['step']): void => {
      const edition = editionFor(this.#editionsOf(claim), period);
      const { terms } = life.file;
      const loan = { ...life.file, movements: [...moment.movements] } as LoanFile;
      if (act === 'claim')
        requireEligible(edition, { record: { state: moment.state }, file: loan }, period, at);
      requireDue(amount, subsidyDue(edition, terms as LoanTerms, moment.movements, period));
    };
    for (const { n, step } of claim.steps.filter(
      ({ step: { act } }) => act === 'claim' || act === 'approve',
    )) {
      const reasons = await Promise.all(
        momentsAt(life.history, step.txTime).map((moment) => reasonOf(() => judge(moment, step))),
      );
      if (reasons.includes(undefined)) continue;
      const reason = reasons.at(-1);
      this.#fault(id, 'CLAIM_RULE_BROKEN', { step: n, ...(reason !== undefined && { reason }) });
      return;
    }
  }

  /** The programme's editions, each as the ledger has it. */
  #editionsOf(claim: ClaimView): Programme[] {
    const { programme } = statementOf(claim);
    return this.#file.programmes
      .filter(({ id }) => id === programme)
      .filter((edition) => isSame(this.#ledger.find(keys.programme(edition.id, edition.since)), edition));
  }

  /** Of one loan and period one claim stands at a time. */
  #checkOnce(claims: readonly ClaimView[]): void {
    const inOrder = claims.toSorted((a, b) => this.#placeOf(a) - this.#placeOf(b));
    inOrder.forEach((claim, i) => {
      const at = claim.steps[0]?.step.txTime ?? 0;
      const before = inOrder.slice(0, i).filter((other) => isOfOnePeriod(other, claim));
      const isTaken = before.some((other) => STANDING.includes(stateBefore(other, at)));
      if (isTaken) this.#fault(statementOf(claim).id, 'CLAIM_REPEATED');
    });
  }

  #placeOf(claim: ClaimView): number {
    return this.#file.file.claims.findIndex(({ id }) => id === statementOf(claim).id);
  }

  #fault(claim: string, code: LoanViolationCode, more: Partial<LoanViolation> = {}): void {
    this.violations.push({ code, claim, ...more });
  }
}

const isOfOnePeriod = (a: ClaimView, b: ClaimView): boolean =>
  statementOf(a).programme === statementOf(b).programme &&
  statementOf(a).period.from === statementOf(b).period.from;

const recoveredBy = ({ signed }: ClaimView['steps'][number]): bigint => {
  const statement = signed?.statement;
  return statement?.kind === 'claim-act' && statement.act === 'recover' ? BigInt(statement.amount) : 0n;
};

/** How a claim stood when another was made in that second: as late as may be, in favour of who claims. */
const stateBefore = ({ steps }: ClaimView, at: Instant): ClaimState =>
  steps.findLast(({ step }) => step.txTime <= at)?.step.state ?? 'claimed';
