import { HanlianError, errorEntry, isErrorCode } from '@hanlian/chaincode/domain';
import type { ErrorCategory, ErrorCode, ErrorDetails, ErrorEntry, Problem } from '@hanlian/chaincode/domain';
import { LedgerError } from '../ledger/port.js';
import { sentenceOf } from '../sentence.js';

const STATUS_OF_CATEGORY: Readonly<Record<ErrorCategory, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  refused: 422,
  limited: 429,
  internal: 500,
  unavailable: 503,
};

/** Where HTTP has a status of its own for one code. */
const STATUS_OF_CODE: Readonly<Partial<Record<ErrorCode, number>>> = {
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  EVENTS_FORGOTTEN: 410,
  CONTENT_TYPE_UNSUPPORTED: 415,
  HEADERS_TOO_LARGE: 431,
};

/** The HTTP status of a code. */
export const statusOf = (code: ErrorCode): number =>
  STATUS_OF_CODE[code] ?? STATUS_OF_CATEGORY[errorEntry(code).category];

export interface Failure {
  readonly code: ErrorCode;
  /** An English sentence that may leave the process, where there is one. */
  readonly message?: string;
  readonly details: ErrorDetails;
  readonly transactionId?: string | undefined;
}

/** Express's own refusal of an address it cannot decode. */
const isUndecodable = (error: unknown): boolean => error instanceof URIError;

/** A store is opened anew after a write that failed, and cannot be read for that moment. */
const isBetweenOpenings = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'LEVEL_DATABASE_NOT_OPEN';

/** A contract's refusal is meant for the caller; an adapter's own words may name hosts behind the hub. */
const publicPart = ({ code, message, details }: LedgerError): Pick<Failure, 'message' | 'details'> =>
  code.startsWith('LEDGER_') ? { details: {} } : { message, details: details as ErrorDetails };

/** What a thrown value means to the caller; whatever is not one of our errors is a fault of the hub. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HanlianError) {
    const { transactionId } = error.details;
    return {
      code: error.code,
      message: error.message,
      details: error.details,
      transactionId: typeof transactionId === 'string' ? transactionId : undefined,
    };
  }
  if (error instanceof LedgerError && isErrorCode(error.code)) {
    return { code: error.code, ...publicPart(error), transactionId: error.transactionId };
  }
  if (isBetweenOpenings(error)) return { code: 'LEDGER_UNAVAILABLE', details: {} };
  return { code: isUndecodable(error) ? 'REQUEST_MALFORMED' : 'INTERNAL', details: {} };
}

/** In these categories the caller learns the registry's text only: more could tell what it may not know. */
const RETICENT: ReadonlySet<ErrorCategory> = new Set([
  'unauthenticated',
  'forbidden',
  'not_found',
  'internal',
]);

export type Language = 'zh' | 'en';

function detailOf({ message, details }: Failure, entry: ErrorEntry, language: Language): string {
  if (RETICENT.has(entry.category)) return entry.title[language];
  return sentenceOf({ message, details }, entry)[language];
}

/** The RFC 9457 body of a failure. */
export function problemOf(failure: Failure, requestId: string, language: Language): Problem {
  const entry = errorEntry(failure.code);
  const { field, expected, received, job } = RETICENT.has(entry.category) ? {} : failure.details;
  return {
    type: `urn:hanlian:error:${entry.code}`,
    status: statusOf(entry.code),
    code: entry.code,
    title: entry.title,
    detail: detailOf(failure, entry, language),
    next: entry.next,
    retryable: entry.retryable,
    requestId,
    ...(failure.transactionId !== undefined && { transactionId: failure.transactionId }),
    ...(typeof job === 'string' && { job }),
    ...(field !== undefined && { field }),
    ...(expected !== undefined && { expected }),
    ...(received !== undefined && { received }),
  };
}
