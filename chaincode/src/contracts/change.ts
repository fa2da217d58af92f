import { CLOCK_TOLERANCE, HanlianError } from '../domain/index.js';

/** The last write of a record, as far as a next one must know it. */
interface LastWrite {
  readonly revision: number;
  readonly intent: string;
  readonly tx: string;
}

export const alreadyApplied = (tx: string): HanlianError =>
  new HanlianError('ALREADY_APPLIED', 'This intent has taken effect', { transaction: tx });

const revisionText = (revision: number | undefined): string =>
  revision === undefined ? 'no revision' : `revision ${revision}`;

export const stale = (
  expected: number | undefined,
  current: number | undefined,
  field = 'expectedRevision',
): HanlianError =>
  new HanlianError('STALE', `The record stands at ${revisionText(current)}, not ${revisionText(expected)}`, {
    field,
    expected: current ?? null,
    received: expected ?? null,
  });

/**
 * Refuses an intent that the record's last write carried already, and a write decided on another revision of it.
 *
 * @throws {HanlianError} ALREADY_APPLIED, STALE
 */
export function requireFresh(
  { intent, expectedRevision }: { readonly intent: string; readonly expectedRevision?: number | undefined },
  last: LastWrite | undefined,
): void {
  if (last?.intent === intent) throw alreadyApplied(last.tx);
  if (last?.revision !== expectedRevision) throw stale(expectedRevision, last?.revision);
}

/**
 * Whether a transaction claims a time before the record's last; more than 15 minutes before is refused.
 *
 * @throws {HanlianError} TXTIME_TOO_OLD
 */
export function isLate(txTime: number, last: number): boolean {
  if (txTime < last - CLOCK_TOLERANCE) {
    throw new HanlianError('TXTIME_TOO_OLD', `The record was last written at ${last}`, {
      expected: last - CLOCK_TOLERANCE,
      received: txTime,
    });
  }
  return txTime < last;
}
