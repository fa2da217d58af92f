import { createHash } from 'node:crypto';
import {
  canonicalize,
  HanlianError,
  type LoanActInput,
  type LoanActStatement,
  type SaltedText,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import { random16, type Random } from '../../storage/random.js';

/** Where a statement has the digest of a text that stays with the bank. */
const TEXT_OF: Readonly<Partial<Record<LoanActInput['act'], string>>> = {
  askInfo: 'question',
  approve: 'text',
  reject: 'text',
  signContract: 'contract',
  disburse: 'receipt',
  repay: 'receipt',
  correct: 'reason',
  cancel: 'text',
  close: 'text',
};

/** What stands in a statement for a text: SHA-256 of the RFC 8785 bytes of [salt, text], base64url. */
export const textDigest = ({ salt, text }: SaltedText): string =>
  createHash('sha256')
    .update(canonicalize([salt, text]))
    .digest('base64url');

/** What an officer's act says, as it is signed: texts by their salted digests. */
export function saidBy(
  random: Random,
  input: LoanActInput,
): { readonly said: object; readonly text?: SaltedText } {
  const said = omit(input, 'expectedRevision');
  const field = TEXT_OF[input.act];
  if (field === undefined) return { said };
  const text = { salt: random16(random), text: (input as unknown as Record<string, string>)[field] ?? '' };
  return { said: { ...said, [field]: textDigest(text) }, text };
}

/** @throws {HanlianError} FIELD_MISSING, FIELD_INVALID */
export function requireAnswer(
  { answer: digest }: LoanActStatement<'answerInfo'>,
  answer: SaltedText | undefined,
): SaltedText {
  if (answer === undefined) {
    throw new HanlianError('FIELD_MISSING', 'What was answered must come with it', { field: 'answer' });
  }
  if (textDigest(answer) === digest) return answer;
  throw new HanlianError('FIELD_INVALID', 'The answer is not the one that was signed', { field: 'answer' });
}
