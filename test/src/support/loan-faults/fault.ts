import type { LoanViolation } from '@hanlian/certificates';
import type { LoanFileAnswer } from '@hanlian/chaincode/domain';
import type { LedLoan } from '../loan-files.js';

export type File = LoanFileAnswer;

/** What a seed does to a loan, and what an auditor who is given its file alone must find: no more and no less. */
export interface Fault {
  readonly name: string;
  /** @returns the file handed over */
  readonly plant: (loan: LedLoan) => Promise<{ file: File; found: readonly LoanViolation[] }>;
}
