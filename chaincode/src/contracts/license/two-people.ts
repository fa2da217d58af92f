import type {
  ActStatement,
  CertificateType,
  OfficerKey,
  SealedStatement,
  SignatureVerifier,
  TwoPeople,
} from '../../domain/index.js';
import { HanlianError, inForce, keys, statementBytes } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import type { TransactionContext } from '../context.js';
import { verifyEs256 } from '../../hash/node.js';

interface Signed {
  readonly statement: ActStatement | SealedStatement;
  readonly person: string;
  readonly twoPeople?: TwoPeople | undefined;
}

const refuse = (
  code: 'SECOND_PERSON_MISSING' | 'SAME_PERSON_TWICE' | 'SIGNATURE_INVALID',
  message: string,
  field = 'twoPeople',
): HanlianError => new HanlianError(code, message, { field });

async function liveKey(state: State, department: string, officer: string, at: number): Promise<OfficerKey> {
  const key = await state.get<OfficerKey>(keys.officerKey(department, officer));
  if (key === undefined || !inForce(key, at)) {
    throw refuse('SIGNATURE_INVALID', `${officer} has no key of ${department} in force at ${at}`);
  }
  return key;
}

/**
 * The two-person rule: preparer and reviewer are two officers of the department with two keys, and both signed exactly
 * this statement. The preparer is the person the record names. Signatures are looked at wherever they are given.
 *
 * @throws {HanlianError} SECOND_PERSON_MISSING, SAME_PERSON_TWICE, SIGNATURE_INVALID, FIELD_INVALID
 */
export async function requireTwoPeople(
  { state, txTime }: TransactionContext,
  type: CertificateType,
  department: string,
  { statement, person, twoPeople }: Signed,
  verify: SignatureVerifier = verifyEs256,
): Promise<void> {
  if (twoPeople === undefined) {
    if (type.twoPerson) throw refuse('SECOND_PERSON_MISSING', `${type.code} needs two people's signatures`);
    return;
  }
  const { preparer, reviewer } = twoPeople;
  if (preparer.officer !== person) {
    throw new HanlianError('FIELD_INVALID', 'The person named is not the preparer', {
      field: 'person',
      expected: preparer.officer,
      received: person,
    });
  }
  if (preparer.officer === reviewer.officer) {
    throw refuse('SAME_PERSON_TWICE', `${preparer.officer} prepared and reviewed`);
  }
  const preparerKey = await liveKey(state, department, preparer.officer, txTime);
  const reviewerKey = await liveKey(state, department, reviewer.officer, txTime);
  if (preparerKey.publicKey === reviewerKey.publicKey) {
    throw refuse('SAME_PERSON_TWICE', `${preparer.officer} and ${reviewer.officer} hold the same key`);
  }
  const bytes = statementBytes(statement);
  if (!verify(preparerKey.publicKey, bytes, preparer.signature)) {
    throw refuse('SIGNATURE_INVALID', "The preparer's signature does not verify", 'twoPeople.preparer');
  }
  if (!verify(reviewerKey.publicKey, bytes, reviewer.signature)) {
    throw refuse('SIGNATURE_INVALID', "The reviewer's signature does not verify", 'twoPeople.reviewer');
  }
}
