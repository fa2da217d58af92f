import { decodeError, encodeError, HanlianError, type ErrorCode } from '@hanlian/chaincode/domain';
import { LedgerError, type Stage } from '../port.js';

interface More {
  readonly transactionId?: string | undefined;
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A `LedgerError` of this adapter: stage, registry code, an English cause, and what else is known. */
export function failure(stage: Stage, code: ErrorCode, message: string, more: More = {}): LedgerError {
  const { transactionId, cause, details } = more;
  return new LedgerError(message, {
    stage,
    code,
    ...(transactionId !== undefined && { transactionId }),
    ...(cause !== undefined && { cause }),
    ...(details && { details }),
  });
}

/** A contract's refusal: its own code and details where its text holds them. */
export function refusal(stage: Stage, text: string, more: More): LedgerError {
  const own = decodeError(text);
  if (!own) return failure(stage, 'LEDGER_CONTRACT_FAILED', text, more);
  return failure(stage, own.code, own.message, { ...more, details: own.details });
}

/** A broken rule, thrown inside a contract's call: it comes back out of the contract as text. */
export function ruleError(code: ErrorCode, message: string): Error {
  return new Error(encodeError(new HanlianError(code, message)));
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
