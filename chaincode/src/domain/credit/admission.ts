import { HanlianError } from '../errors/index.js';
import { requireImpersonal } from '../personal-data.js';
import type { EntryFacts, EntryInput } from '../schemas/credit.js';
import type { Category } from '../schemas/credit-words.js';
import type { Instant } from '../time/index.js';
import { dateOfInstant, isDate } from '../time/index.js';
import { CATEGORIES } from './categories.js';
import { requireSubject } from './subject.js';

const invalid = (message: string, field: string, details: object = {}): HanlianError =>
  new HanlianError('FIELD_INVALID', message, { field, ...details });

/**
 * A date that exists and does not lie ahead.
 *
 * @throws {HanlianError} DATE_IMPOSSIBLE, DECIDED_IN_FUTURE
 */
export function requirePast(date: string, now: Instant, field: string): void {
  requireDate(date, field);
  const today = dateOfInstant(now);
  if (date > today) {
    throw new HanlianError('DECIDED_IN_FUTURE', `${field} lies ahead`, {
      field,
      expected: today,
      received: date,
    });
  }
}

function requireDate(date: string, field: string): void {
  if (!isDate(date)) {
    throw new HanlianError('DATE_IMPOSSIBLE', `${field} is no day that exists`, { field, received: date });
  }
}

function requireSeverity(category: Category, { severity }: EntryFacts, field: string): void {
  const wanted = CATEGORIES[category].severity;
  if (wanted === 'none' ? severity !== undefined : wanted === 'required' && severity === undefined) {
    throw invalid(`Of ${category} a severity is ${wanted}`, field, {
      expected: wanted,
      received: severity ?? null,
    });
  }
  if (category === 'seriousDishonesty' && severity !== 'serious') {
    throw invalid('Who is on this list is seriously dishonest', field, {
      expected: 'serious',
      received: severity,
    });
  }
}

/**
 * What an entry's facts must be before they stand on the ledger, at the gateway's door and in the contract alike.
 *
 * @param now the transaction's claimed time: nothing is decided ahead of it
 * @throws {HanlianError} DATE_IMPOSSIBLE, DECIDED_IN_FUTURE, FIELD_INVALID
 */
export function requireEntryFacts(category: Category, facts: EntryFacts, now: Instant, field: string): void {
  const { decidedAt, until, measure } = facts;
  requirePast(decidedAt, now, `${field}.decidedAt`);
  if (until !== undefined) {
    requireDate(until, `${field}.until`);
    if (until < decidedAt) {
      throw invalid('Publication would end before the decision', `${field}.until`, {
        expected: decidedAt,
        received: until,
      });
    }
  }
  requireSeverity(category, facts, `${field}.severity`);
  if (measure !== undefined && category !== 'penalty') {
    throw invalid('Only a penalty orders a measure', `${field}.measure`);
  }
}

/** @throws {HanlianError} as `requireSubject`, `requireImpersonal` and `requireEntryFacts` do */
export function requireEntry(
  { subject, category, document, facts }: EntryInput,
  now: Instant,
  field: string,
): void {
  requireSubject(subject, `${field}.subject`);
  requireImpersonal(document, `${field}.document`);
  requireEntryFacts(category, facts, now, `${field}.facts`);
}
