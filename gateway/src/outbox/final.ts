import { errorEntry, HanlianError, isErrorCode, type ErrorCategory } from '@hanlian/chaincode/domain';
import { LedgerError } from '../ledger/port.js';

/** Refusals that the same request would meet again; anything else is worth another try. */
const FINAL: ReadonlySet<ErrorCategory> = new Set([
  'malformed',
  'forbidden',
  'not_found',
  'conflict',
  'refused',
  'too_large',
]);

/** Whether the same request would be refused again. */
export function isFinal(error: unknown): error is LedgerError | HanlianError {
  if (!(error instanceof LedgerError || error instanceof HanlianError) || !isErrorCode(error.code))
    return false;
  const { category, retryable } = errorEntry(error.code);
  return !retryable && FINAL.has(category);
}

/** A refusal as the domain says it. */
export const asRefusal = ({ code, message, details }: LedgerError | HanlianError): HanlianError =>
  new HanlianError(isErrorCode(code) ? code : 'INTERNAL', message, details as HanlianError['details']);
