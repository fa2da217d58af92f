import { HanlianError } from '@hanlian/chaincode/domain';
import { LedgerError } from '../ledger/port.js';

/** Of many errors at once so many are told. */
const MOST_TOLD = 10;

/**
 * An error as a log may keep it. Only our own messages are kept: any other may quote the text that was being
 * worked on, and so a person.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const ours = error instanceof HanlianError || error instanceof LedgerError;
  return {
    name: error.name,
    code: (error as { code?: unknown }).code,
    ...(ours && { message: error.message }),
    frames: error.stack?.split('\n').filter((line) => line.startsWith('    at ')),
    ...(error instanceof AggregateError && { errors: error.errors.slice(0, MOST_TOLD).map(loggable) }),
    ...(error.cause instanceof Error && { cause: loggable(error.cause) }),
  };
}
