import type { ErrorCode } from '@hanlian/chaincode/domain';

/** What the address of an entry may be refused with. */
export const OF_ENTRY: readonly ErrorCode[] = ['ENTRY_UNKNOWN'];
/** What the code of an enterprise may be refused with. */
export const OF_SUBJECT: readonly ErrorCode[] = [
  'SUBJECT_UNKNOWN',
  'SUBJECT_FORM_UNKNOWN',
  'SUBJECT_IS_PERSON',
  'LENGTH_WRONG',
  'ALPHABET',
  'CHECK_CHARACTER_WRONG',
];
/** What an entry's facts and body may be refused with. */
export const OF_FACTS: readonly ErrorCode[] = [
  'DATE_IMPOSSIBLE',
  'DECIDED_IN_FUTURE',
  'FIELD_INVALID',
  'LENGTH_WRONG',
  'ALPHABET',
  'CHECK_CHARACTER_WRONG',
  'TYPE_UNKNOWN',
  'SERIAL_IS_CITIZEN_NUMBER',
  'SUBJECT_ENDED',
];
