import type { JsonValue } from '../json.js';
import type { ErrorCode } from './catalogue.js';

/**
 * What a caller needs to mend a request. Never a person's name or number: details reach logs and answers.
 * `field` is a path such as `items[3].holder.code`, `position` counts characters from 0.
 */
export interface ErrorDetails {
  readonly field?: string | undefined;
  readonly position?: number | undefined;
  readonly expected?: JsonValue | undefined;
  readonly received?: JsonValue | undefined;
  readonly [key: string]: JsonValue | undefined;
}

/** The one error of the domain and the contracts: a code of the registry, an English cause, and details. */
export class HanlianError extends Error {
  override readonly name = 'HanlianError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
