/** By which a letter of another hub is not even read. */
export const LETTER_REFUSALS = [
  'HOLDER_KEY_NOT_BOUND',
  'SIGNATURE_INVALID',
  'STATEMENT_OUT_OF_TIME',
  'EXCHANGE_REPLAYED',
  'OTHER_DEPARTMENT',
] as const;
