export { ERROR_AREAS, ERROR_CODES, errorEntry, isErrorCode } from './catalogue.js';
export type { ErrorCode, ErrorEntry } from './catalogue.js';
export type { ErrorArea, ErrorCategory, ErrorDescription } from './entry.js';
export { HanlianError } from './error.js';
export type { ErrorDetails } from './error.js';
