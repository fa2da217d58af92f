import {
  HanlianError,
  keys,
  signedCommitment,
  splitKey,
  type LoanApplication,
  type LoanReceipt,
  type LoanRecord,
  type LoanStep,
  type LoanStepPage,
  type LoanStepView,
  type LoanView,
  type Signed,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import type { ReadModel } from '../../readmodel/read-model.js';
import type { PrivateCalls } from '../consents/private-calls.js';
import type { Speakers } from '../consents/speakers.js';
import { recordAt } from '../records.js';
import type { Paper, Papers } from './papers.js';

interface KnownParts {
  readonly papers: Papers;
  readonly speakers: Speakers;
  /** Of contract `loan`. */
  readonly calls: PrivateCalls;
  readonly model: Pick<ReadModel, 'get'>;
}

const STEPS_AT_ONCE = 100;

export const unknownLoan = (): HanlianError => new HanlianError('LOAN_UNKNOWN', 'This bank has no such loan');

/** Whether it is the application the ledger took. */
const isOf = ({ commitment }: LoanRecord, { signed }: Paper<LoanApplication>): boolean =>
  signedCommitment(nodeHashes.sha256, signed) === commitment;

/** So many loans are remembered, some 100 bytes each. */
const MOST_REMEMBERED = 100_000;

/** Loans that are of none of the hub's banks. A loan's bank never changes; which banks the hub stands for does. */
class ForeignLoans {
  readonly #ids = new Set<string>();
  #banks = '';

  /** Whether the ledger need not be asked in the name of these banks. */
  has(id: string, banks: readonly string[]): boolean {
    if (this.#banks !== banks.join() || this.#ids.size >= MOST_REMEMBERED) this.#ids.clear();
    this.#banks = banks.join();
    return this.#ids.has(id);
  }

  /** Once the ledger has told each of these banks that it is another's. */
  add(id: string, banks: readonly string[]): void {
    if (this.#banks === banks.join()) this.#ids.add(id);
  }
}

/** Which loans the banks of this hub have, and what the ledger shows those of them. */
export class KnownLoans {
  readonly #parts: KnownParts;
  readonly #foreign = new ForeignLoans();

  constructor(parts: KnownParts) {
    this.#parts = parts;
  }

  /** As the channel has it. */
  recordOf(id: string): LoanRecord | undefined {
    return recordAt(this.#parts.model, keys.loan(id)) as LoanRecord | undefined;
  }

  /** Of what took effect before, as it was signed: what came of it then. */
  receiptOf(id: string, signed: Paper['signed']): LoanReceipt | undefined {
    const { statement } = signed;
    const revision = statement.kind === 'loan-application' ? 0 : statement.revision + 1;
    const step = recordAt(this.#parts.model, keys.loanStep(id, revision)) as LoanStep | undefined;
    if (step === undefined) return undefined;
    const { commitment, state, tx } = step;
    if (commitment !== signedCommitment(nodeHashes.sha256, signed)) return undefined;
    return { id, state, revision, transactionId: transactionIdOf(tx) };
  }

  /** Whether another application was committed under its id. */
  isTaken(paper: Paper<LoanApplication>): boolean {
    const record = this.recordOf(paper.signed.statement.id);
    return record !== undefined && !isOf(record, paper);
  }

  /** A bank's application as it was committed: what was handed in under an id that is taken is none. */
  application(bank: string, id: string): { record: LoanRecord; paper: Paper<LoanApplication> } | undefined {
    const record = this.recordOf(id);
    const paper = record && this.#parts.papers.application(bank, id);
    if (record === undefined || paper === undefined) return undefined;
    return isOf(record, paper) ? { record, paper } : undefined;
  }

  /** The bank of this hub whose loan it is, learnt from the ledger where it was handed in elsewhere. */
  async bankOf(id: string): Promise<string | undefined> {
    const banks = this.#parts.speakers.recipients();
    const known = banks.find((bank) => this.application(bank, id) !== undefined);
    if (known !== undefined) return known;
    if (this.recordOf(id) === undefined || this.#foreign.has(id, banks)) return undefined;
    for (const bank of banks) {
      const steps = await this.#asked<LoanStepPage>(bank, 'pageSteps', { id, limit: 1 });
      const signed = steps?.steps[0]?.signed as Signed<LoanApplication> | undefined;
      if (signed?.statement.bank !== bank) continue;
      await this.#found(bank, signed);
      return bank;
    }
    this.#foreign.add(id, banks);
    return undefined;
  }

  /** What lies beside it in the bank's papers already, as its evidence does, stays there. */
  #found(bank: string, signed: Signed<LoanApplication>): Promise<void> {
    const { papers } = this.#parts;
    const { id, intent } = signed.statement;
    return papers.keepApplication({ ...papers.find(bank, id, intent), signed });
  }

  /** @throws {HanlianError} LOAN_UNKNOWN */
  async view(bank: string, id: string): Promise<LoanView> {
    const view = await this.#asked<LoanView>(bank, 'getLoan', { id });
    if (view?.file.application.bank !== bank) throw unknownLoan();
    return view;
  }

  async steps(bank: string, id: string): Promise<readonly LoanStepView[]> {
    const steps: LoanStepView[] = [];
    let cursor: string | undefined;
    do {
      const asked = { id, limit: STEPS_AT_ONCE, ...(cursor !== undefined && { cursor }) };
      const page = await this.#asked<LoanStepPage>(bank, 'pageSteps', asked);
      if (page === undefined) throw unknownLoan();
      steps.push(...page.steps);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return steps;
  }

  /** Whom of this hub an act of contract `loan` concerns. */
  async concerned(key: string | undefined): Promise<readonly string[]> {
    const [, id] = splitKey(key ?? '');
    const bank = id === undefined ? undefined : await this.bankOf(id);
    return bank === undefined ? [] : [bank];
  }

  async #asked<Answer>(
    bank: string,
    operation: string,
    request: { readonly id: string; readonly limit?: number; readonly cursor?: string },
  ): Promise<Answer | undefined> {
    const { calls, speakers } = this.#parts;
    return calls.readOwn<Answer>(await speakers.of(bank), operation, request);
  }
}
