import {
  HanlianError,
  LOAN_TEXTS,
  textDigest,
  type LoanActInput,
  type LoanActStatement,
  type SaltedText,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { omit } from '../../omit.js';
import { random16, type Random } from '../../storage/random.js';

const { sha256 } = nodeHashes;

/** What an officer's act says, as it is signed: texts by their salted digests. */
export function saidBy(
  random: Random,
  input: LoanActInput,
): { readonly said: object; readonly text?: SaltedText } {
  const said = omit(input, 'expectedRevision');
  const field = LOAN_TEXTS[input.act];
  if (field === undefined) return { said };
  const text = { salt: random16(random), text: (input as unknown as Record<string, string>)[field] ?? '' };
  return { said: { ...said, [field]: textDigest(sha256, text) }, text };
}

/** @throws {HanlianError} FIELD_MISSING, FIELD_INVALID */
export function requireAnswer(
  { answer: digest }: LoanActStatement<'answerInfo'>,
  answer: SaltedText | undefined,
): SaltedText {
  if (answer === undefined) {
    throw new HanlianError('FIELD_MISSING', 'What was answered must come with it', { field: 'answer' });
  }
  if (textDigest(sha256, answer) === digest) return answer;
  throw new HanlianError('FIELD_INVALID', 'The answer is not the one that was signed', { field: 'answer' });
}
