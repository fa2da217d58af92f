import type { Bilingual } from '../schemas/common.js';

/**
 * What kind of failure a code is. The gateway maps each category to one HTTP status; nothing else may decide it.
 *
 * - `malformed`: the request itself is wrong; sending it again unchanged cannot succeed.
 * - `unauthenticated`, `forbidden`: who is asking is unknown, or may not do this.
 * - `not_found`: it does not exist, or the caller may not learn that it does.
 * - `conflict`: it was right for an earlier state of the record.
 * - `refused`: well-formed and authorised, but a rule of law or of the type forbids it.
 * - `too_large`, `limited`: over a limit of size, or of rate.
 * - `unavailable`: a part the hub stands on cannot answer now.
 * - `internal`: a fault of the hub.
 */
export type ErrorCategory =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'refused'
  | 'too_large'
  | 'limited'
  | 'unavailable'
  | 'internal';

/** What the registry says of one code. */
export interface ErrorDescription {
  readonly category: ErrorCategory;
  /** Whether the same request, sent again unchanged, may succeed later. */
  readonly retryable: boolean;
  /** What happened. */
  readonly title: Bilingual;
  /** What the reader should do now. */
  readonly next: Bilingual;
}

/** One area of the registry: code → description. */
export type ErrorArea = Readonly<Record<string, ErrorDescription>>;
