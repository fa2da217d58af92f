import { HanlianError, parseMoment, schemas, type Instant } from '@hanlian/chaincode/domain';

/**
 * A moment a caller names, within what the ledger can hold.
 *
 * @throws {HanlianError} DATE_IMPOSSIBLE, naming the field
 */
export function readMoment(text: string, edge: 'start' | 'end', field: string): Instant {
  try {
    return requireHeld(parseMoment(text, edge));
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    throw new HanlianError(error.code, error.message, { ...error.details, field });
  }
}

function requireHeld(moment: Instant): Instant {
  if (schemas.instant.safeParse(moment).success) return moment;
  throw new HanlianError('DATE_IMPOSSIBLE', 'The moment lies outside the years 1900 to 9999', {
    expected: '1900-01-01T00:00:00Z to 9999-12-31T23:59:59Z',
  });
}
