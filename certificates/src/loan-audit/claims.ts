import {
  keys,
  requirePeople,
  requireSignature,
  signedCommitment,
  signerOfClaim,
  type ClaimOfFile,
  type ClaimView,
  type LoanFileAnswer,
  type Programme,
} from '@hanlian/chaincode/domain';
import { nodeHashes, verifyEs256 } from '@hanlian/chaincode/hash';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import type { ProvenRecords } from '../verification/proven-records.js';
import { evidencedBy } from './evidence.js';
import { isSame, misplacedIn, reasonOf } from './steps.js';
import type { LoanViolation, LoanViolationCode } from './violations.js';

type Step = ClaimOfFile['steps'][number];
type SignedStep = Step & Required<Pick<Step, 'signed'>>;

export const statementOf = ({ file }: ClaimView): ClaimView['file']['claim']['statement'] =>
  file.claim.statement;

/** The editions of a claim's programme, each as the ledger has it, in the order of the days they began. */
export const editionsOf = (
  { programmes }: LoanFileAnswer,
  ledger: ProvenRecords,
  claim: ClaimView,
): Programme[] =>
  programmes
    .filter(({ id }) => id === statementOf(claim).programme)
    .filter((edition) => isSame(ledger.find(keys.programme(edition.id, edition.since)), edition))
    .sort((a, b) => a.since - b.since);

/** Checks of each claim of subsidy by itself: that it is the ledger's, signed by whom it must be, and for this loan. */
export class ClaimChecks {
  readonly violations: LoanViolation[] = [];
  readonly #file: LoanFileAnswer;
  readonly #ledger: ProvenRecords;
  readonly #trust: CheckpointTrust;

  constructor(file: LoanFileAnswer, ledger: ProvenRecords, trust: CheckpointTrust) {
    this.#file = file;
    this.#ledger = ledger;
    this.#trust = trust;
  }

  /** The claims in the order in which they were made: what is not the ledger's own is not judged by rules. */
  async sound(): Promise<ClaimView[]> {
    const { claims, file } = this.#file;
    const found: ClaimView[] = [];
    for (const listed of new Map(file.claims.map((each) => [each.id, each])).values()) {
      const claim = claims.find((each) => statementOf(each).id === listed.id);
      const before = this.violations.length;
      if (claim === undefined) this.#fault(listed.id, 'CLAIM_MISSING');
      else await this.#check(claim, listed);
      if (claim !== undefined && this.violations.length === before) found.push(claim);
    }
    const listed = file.claims.map(({ id }) => id);
    const shown = claims.map((claim) => statementOf(claim).id);
    const unlisted = shown.filter((id) => !listed.includes(id));
    for (const id of new Set([...unlisted, ...repeatedIn(listed), ...repeatedIn(shown)])) {
      this.#fault(id, 'FILE_DIFFERS', { field: 'claims' });
    }
    return found;
  }

  async #check(claim: ClaimOfFile, listed: LoanFileAnswer['file']['claims'][number]): Promise<void> {
    const { id, programme, period } = statementOf(claim);
    if (!isSame(this.#ledger.find(keys.claim(id)), claim.record)) {
      this.#fault(id, 'STEP_FORGED', { key: keys.claim(id) });
    }
    for (const { code, ...where } of misplacedIn(claim.steps, claim.record.revision)) {
      this.#fault(id, code, where);
    }
    for (const shown of claim.steps) await this.#checkStep(id, shown, claim);
    this.#checkFile(id, claim);
    if (!isSame(listed, { id, programme, period })) this.#fault(id, 'FILE_DIFFERS', { field: 'claims' });
  }

  async #checkStep(id: string, shown: Step, { file }: ClaimOfFile): Promise<void> {
    const { n, step, signed } = shown;
    if (!isSame(this.#ledger.find(keys.claimStep(id, n)), step)) {
      this.#fault(id, 'STEP_FORGED', { step: n });
      return;
    }
    if (signed === undefined) {
      this.#fault(id, 'EVIDENCE_MISSING', { step: n, field: 'signed' });
      return;
    }
    if (signedCommitment(nodeHashes.sha256, signed) !== step.commitment) {
      this.#fault(id, 'STATEMENT_ALTERED', { step: n });
      return;
    }
    await this.#checkSigners(id, { ...shown, signed }, file);
    if (!isOf(file, shown, signed)) this.#fault(id, 'STATEMENT_OF_ANOTHER', { step: n });
  }

  /** Whoever must have signed has, by keys that the registry had bound when the step was decided. */
  async #checkSigners(id: string, shown: SignedStep, file: ClaimOfFile['file']): Promise<void> {
    const { n, step, signed } = shown;
    const evidenced = evidencedBy(this.#trust, shown);
    if (evidenced.registry === undefined) {
      const { code, ...more } = evidenced.fault;
      this.#fault(id, code, { step: n, ...more });
      return;
    }
    const { registry } = evidenced;
    const of = { signer: signerOfClaim(step.act, file), at: step.txTime };
    const reason = await reasonOf(() => requireSignature(verifyEs256, registry, signed, of));
    if (reason !== undefined) this.#fault(id, 'SIGNATURE_WRONG', { step: n, reason });
    const ofTwo = await reasonOf(() => requirePeople(verifyEs256, registry, signed, of));
    if (ofTwo !== undefined) this.#fault(id, 'TWO_PEOPLE_WRONG', { step: n, reason: ofTwo });
  }

  /** What the file says of a claim beside its steps: whose it is, and what was claimed. */
  #checkFile(id: string, claim: ClaimView): void {
    const { file, steps } = claim;
    const [first] = steps;
    if (first !== undefined && signedCommitment(nodeHashes.sha256, file.claim) !== first.step.commitment) {
      this.#fault(id, 'STATEMENT_ALTERED', { field: 'claim' });
    }
    if (statementOf(claim).loan !== this.#file.id) this.#fault(id, 'STATEMENT_OF_ANOTHER', { field: 'loan' });
    if (file.bank !== this.#file.file.application.bank) this.#fault(id, 'FILE_DIFFERS', { field: 'bank' });
    const editions = editionsOf(this.#file, this.#ledger, claim);
    if (!editions.some(({ office }) => office === file.office)) {
      this.#fault(id, 'FILE_DIFFERS', { field: 'office' });
    }
  }

  #fault(claim: string, code: LoanViolationCode, more: Partial<LoanViolation> = {}): void {
    this.violations.push({ code, claim, ...more });
  }
}

const repeatedIn = (ids: readonly string[]): readonly string[] => ids.filter((id, i) => ids.indexOf(id) < i);

/** What was signed is about this claim, and is this very step. */
function isOf(
  { claim, tranche, nullifier }: ClaimView['file'],
  { n, step }: ClaimView['steps'][number],
  { statement }: NonNullable<ClaimView['steps'][number]['signed']>,
): boolean {
  const { id } = claim.statement;
  if (statement.kind === 'claims-approval') {
    const approved = statement.claims.find((each) => each.id === id);
    const isSaid = isSame(approved, { id, revision: n - 1, nullifier }) && isSame(statement.tranche, tranche);
    return isSaid && step.act === 'approve';
  }
  if (statement.id !== id) return false;
  if (statement.kind === 'subsidy-claim') return n === 0 && step.act === 'claim';
  return statement.act === step.act && statement.revision === n - 1;
}
