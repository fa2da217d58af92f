import { saltedDigest } from '../digests.js';
import type { Digest } from '../hash.js';
import type { LoanAct } from '../schemas/loan-statements.js';

/** Where a statement has the digest of a text that stays with its bank. */
export const LOAN_TEXTS: Readonly<Partial<Record<LoanAct, string>>> = {
  askInfo: 'question',
  answerInfo: 'answer',
  approve: 'text',
  reject: 'text',
  signContract: 'contract',
  disburse: 'receipt',
  repay: 'receipt',
  correct: 'reason',
  cancel: 'text',
  close: 'text',
};

/** What stands in a statement for a text. */
export const textDigest = (
  sha256: Digest,
  { salt, text }: { readonly salt: string; readonly text: string },
): string => saltedDigest(sha256, salt, text);
