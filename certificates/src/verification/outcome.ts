import type { Bilingual } from '@hanlian/chaincode/domain';

export type CheckStatus = 'VALID' | 'INVALID' | 'ERROR' | 'SKIPPED';

/** A status, and the sentence that goes with it. */
export interface Outcome {
  readonly status: CheckStatus;
  /** What was found, and what the reader should do. */
  readonly message: Bilingual;
}

const outcome =
  (status: CheckStatus) =>
  (zh: string, en: string): Outcome => ({ status, message: { zh, en } });

export const valid = outcome('VALID');
export const invalid = outcome('INVALID');
export const error = outcome('ERROR');
export const skipped = outcome('SKIPPED');
