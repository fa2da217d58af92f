/** Whoever asks about their own data is refused so when they do not prove that it is theirs. */
export const NOT_ONES_OWN = [
  'OTHER_DEPARTMENT',
  'STATEMENT_OUT_OF_TIME',
  'SIGNATURE_INVALID',
  'HOLDER_KEY_NOT_BOUND',
  'PRESENTATION_NOT_VALID',
] as const;
