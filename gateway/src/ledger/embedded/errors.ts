import { LedgerError, type Stage } from '../port.js';

/** A `LedgerError` of this adapter: stage, registry code, message, and what is known of the cause. */
export function failure(
  stage: Stage,
  code: string,
  message: string,
  more: {
    readonly transactionId?: string;
    readonly cause?: unknown;
    readonly details?: Record<string, unknown>;
  } = {},
): LedgerError {
  return new LedgerError(message, { stage, code, ...more });
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
