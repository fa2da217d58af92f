import {
  canonicalize,
  digestOf,
  HanlianError,
  keys,
  LOAN_TEXTS,
  requirePeople,
  requireSignature,
  signedCommitment,
  signerOfLoan,
  textDigest,
  type LoanApplication,
  type LoanFileAnswer,
  type LoanStepFile,
  type ProvenRegistry,
} from '@hanlian/chaincode/domain';
import { nodeHashes, verifyEs256 } from '@hanlian/chaincode/hash';
import { z } from 'zod';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import type { ProvenRecords } from '../verification/proven-records.js';
import { evidencedBy } from './evidence.js';
import type { LoanViolation, LoanViolationCode } from './violations.js';

const { sha256 } = nodeHashes;

/** A step that is what the ledger has, with the public records it rested on. */
export interface SoundStep {
  readonly shown: LoanStepFile;
  readonly registry: ProvenRegistry;
}

export const isSame = (a: unknown, b: unknown): boolean =>
  canonicalize(a ?? null) === canonicalize(b ?? null);

/** The code of a refusal that a check came to; undefined: it passed. */
export async function reasonOf(check: () => unknown): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof HanlianError) return error.code;
    throw error;
  }
}

/**
 * What is wrong with which steps are shown. A gap is told by its first step: how many there are is the record's word, which
 * may be anything.
 */
export function misplacedIn(
  steps: readonly { readonly n: number }[],
  revision: number,
): Pick<LoanViolation, 'code' | 'step' | 'field'>[] {
  const numbers = steps.map(({ n }) => n);
  const isInOrder = numbers.every((n, i) => n <= revision && n > (numbers[i - 1] ?? -1));
  const shown = new Set(numbers);
  const gaps = [0, ...numbers.map((n) => n + 1)].filter((n) => n <= revision && !shown.has(n));
  return [
    ...(isInOrder ? [] : [{ code: 'FILE_DIFFERS', field: 'steps' } as const]),
    ...[...new Set(gaps)].map((step) => ({ code: 'STEP_MISSING', step }) as const),
  ];
}

/** Of a credit report, what it says of whom it is for: a bank may have bound the digest of anything. */
const boundReport = z.looseObject({
  consent: z.looseObject({
    signed: z.looseObject({
      statement: z.looseObject({ id: z.string(), holder: z.string(), recipient: z.string() }),
    }),
  }),
  pull: z.looseObject({
    signed: z.looseObject({ statement: z.looseObject({ application: z.string() }) }),
  }),
});
type BoundReport = z.infer<typeof boundReport>;

/** Checks of each step by itself: that it is the ledger's, was signed by whom it must be, and shows what was signed. */
export class StepChecks {
  readonly violations: LoanViolation[] = [];
  readonly #file: LoanFileAnswer;
  readonly #ledger: ProvenRecords;
  readonly #trust: CheckpointTrust;

  constructor(file: LoanFileAnswer, ledger: ProvenRecords, trust: CheckpointTrust) {
    this.#file = file;
    this.#ledger = ledger;
    this.#trust = trust;
  }

  /** The steps in order, up to the first that is not sound: what follows it can be judged by nothing. */
  async sound(): Promise<SoundStep[]> {
    const { record, steps } = this.#file;
    const found: SoundStep[] = [];
    this.violations.push(...misplacedIn(steps, record.revision));
    for (const shown of steps) {
      const before = this.violations.length;
      const registry = await this.#judge(shown);
      const isUnbroken = found.length === shown.n && this.violations.length === before;
      if (registry !== undefined && isUnbroken) found.push({ shown, registry });
    }
    return found;
  }

  async #judge(shown: LoanStepFile): Promise<ProvenRegistry | undefined> {
    const { n, step, signed } = shown;
    if (!isSame(this.#ledger.find(keys.loanStep(this.#file.id, n)), step)) {
      this.#fault(n, 'STEP_FORGED');
      return undefined;
    }
    if (signedCommitment(sha256, signed) !== step.commitment) {
      this.#fault(n, 'STATEMENT_ALTERED');
      return undefined;
    }
    if (!this.#isOwn(shown)) this.#fault(n, 'STATEMENT_OF_ANOTHER');
    this.#checkPapers(shown);
    const registry = this.#registryOf(shown);
    if (registry !== undefined) await this.#checkSigners(shown, registry);
    return registry;
  }

  #isOwn({ n, step, signed: { statement } }: LoanStepFile): boolean {
    if (statement.id !== this.#file.id) return false;
    if (statement.kind === 'loan-application') return n === 0 && step.act === 'apply';
    return statement.act === step.act && statement.revision === n - 1;
  }

  #registryOf(shown: LoanStepFile): ProvenRegistry | undefined {
    const evidenced = evidencedBy(this.#trust, shown);
    if (evidenced.registry !== undefined) return evidenced.registry;
    const { code, ...more } = evidenced.fault;
    this.#fault(shown.n, code, more);
    return undefined;
  }

  async #checkSigners({ n, step, signed }: LoanStepFile, registry: ProvenRegistry): Promise<void> {
    const signer = signerOfLoan(step.act, this.#file.file.application);
    const of = { signer, at: step.txTime };
    const reason = await reasonOf(() => requireSignature(verifyEs256, registry, signed, of));
    if (reason !== undefined) this.#fault(n, 'SIGNATURE_WRONG', { reason });
    const ofTwo = await reasonOf(() => requirePeople(verifyEs256, registry, signed, of));
    if (ofTwo !== undefined) this.#fault(n, 'TWO_PEOPLE_WRONG', { reason: ofTwo });
  }

  /** What was shown beside the statement is what the statement has the digests of. */
  #checkPapers(shown: LoanStepFile): void {
    const { n, signed, certificates, report } = shown;
    const statement = signed.statement as unknown as Readonly<Record<string, unknown>>;
    this.#checkText(shown);
    const cited = (statement['certificates'] ?? []) as LoanApplication['certificates'];
    certificates?.forEach(({ document }, i) => {
      if (cited[i]?.document !== digestOf(sha256, document))
        this.#fault(n, 'CERTIFICATE_ALTERED', { field: `certificates[${i}]` });
    });
    if (report !== undefined && statement['report'] !== digestOf(sha256, report))
      this.#fault(n, 'REPORT_SWAPPED');
    else if (report !== undefined) this.#checkReport(n, boundReport.safeParse(report).data);
    else if (shown.step.act === 'bindReport') this.#fault(n, 'EVIDENCE_MISSING', { field: 'report' });
  }

  #checkText({ n, step: { act }, signed: { statement }, text }: LoanStepFile): void {
    if (text === undefined) return;
    // Beside an act that no text belongs to, whatever is shown was signed by nobody.
    const field = (act === 'apply' ? undefined : LOAN_TEXTS[act]) ?? 'text';
    const signed = (statement as unknown as Readonly<Record<string, unknown>>)[field];
    if (signed !== textDigest(sha256, text)) this.#fault(n, 'TEXT_ALTERED', { field });
  }

  /** The report was pulled for this application, under a consent of this enterprise to this bank. */
  #checkReport(n: number, report: BoundReport | undefined): void {
    if (report === undefined) {
      this.#fault(n, 'REPORT_OF_ANOTHER', { field: 'report' });
      return;
    }
    const { consent, pull } = report;
    const { record, file } = this.#file;
    const { enterprise, bank } = file.application;
    const given = consent.signed.statement;
    const wrong = [
      ['application', pull.signed.statement.application !== record.commitment] as const,
      ['consent', given.id !== file.consent] as const,
      ['holder', given.holder !== enterprise] as const,
      ['recipient', given.recipient !== bank] as const,
    ].find(([, differs]) => differs);
    if (wrong !== undefined) this.#fault(n, 'REPORT_OF_ANOTHER', { field: wrong[0] });
  }

  #fault(step: number, code: LoanViolationCode, more: Partial<LoanViolation> = {}): void {
    this.violations.push({ code, step, ...more });
  }
}
