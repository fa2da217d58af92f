import type { ErrorCode } from '@hanlian/chaincode/domain';

const MIB = 1024 * 1024;

/** What an enterprise hands in has certificates and their proofs beside it. */
export const HANDED_IN_LIMIT = 4 * MIB;

/** What a bank's hub sends for the ledger is statements alone. */
export const ERRAND_LIMIT = MIB;

/** What the address of a loan may be refused with. */
export const OF_LOAN: readonly ErrorCode[] = ['LOAN_UNKNOWN'];

/** What a bank's hub hears when the finance office's cannot take a statement to the ledger for it. */
export const OF_ERRAND: readonly ErrorCode[] = [
  'EXCHANGE_PEER_UNKNOWN',
  'EXCHANGE_UNREACHABLE',
  'EXCHANGE_REPLY_WRONG',
];

/** What handing in a statement may be refused with, whoever signed it. */
export const OF_HANDING_IN: readonly ErrorCode[] = [
  'HOLDER_KEY_NOT_BOUND',
  'SIGNATURE_INVALID',
  'STATEMENT_OUT_OF_TIME',
  'STALE',
  'OTHER_DEPARTMENT',
  'RECORD_UNKNOWN',
  'LOAN_CERTIFICATE_NOT_VALID',
  ...OF_ERRAND,
  'CHECKPOINT_UNKNOWN',
  'LOG_PENDING',
];
