import type {
  ActStatement,
  CertificateType,
  OfficerKey,
  SealedStatement,
  SignatureVerifier,
  TwoPeople,
} from '../../domain/index.js';
import { HanlianError, keys, requireTwoOfficers, statementBytes } from '../../domain/index.js';
import type { TransactionContext } from '../context.js';
import { verifyEs256 } from '../../hash/node.js';

interface Signed {
  readonly statement: ActStatement | SealedStatement;
  readonly person: string;
  readonly twoPeople?: TwoPeople | undefined;
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
    if (!type.twoPerson) return;
    throw new HanlianError('SECOND_PERSON_MISSING', `${type.code} needs two people's signatures`, {
      field: 'twoPeople',
    });
  }
  const { preparer } = twoPeople;
  if (preparer.officer !== person) {
    throw new HanlianError('FIELD_INVALID', 'The person named is not the preparer', {
      field: 'person',
      expected: preparer.officer,
      received: person,
    });
  }
  const keyOf = (officer: string): Promise<OfficerKey | undefined> =>
    state.get<OfficerKey>(keys.officerKey(department, officer));
  await requireTwoOfficers(verify, twoPeople, statementBytes(statement), keyOf, txTime);
}
