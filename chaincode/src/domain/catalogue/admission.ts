import { HanlianError } from '../errors/index.js';
import { requireImpersonal } from '../personal-data.js';
import type {
  PutDemand,
  PutNegative,
  PutResource,
  PutResponsibility,
  Resource,
} from '../schemas/catalogue.js';
import type { Instant } from '../time/index.js';
import { addYears, dateOfInstant, isDate } from '../time/index.js';
import { fieldsBeyond } from './kept-back.js';

/** However good the law: what is kept back is looked at again within this time. */
const LONGEST_KEPT_BACK_YEARS = 5;

const invalid = (message: string, field: string, details: object = {}): HanlianError =>
  new HanlianError('FIELD_INVALID', message, { field, ...details });

function requireDay(date: string, field: string): void {
  if (isDate(date)) return;
  throw new HanlianError('DATE_IMPOSSIBLE', `${field} is no day that exists`, { field, received: date });
}

/** No text of an entry holds a citizen number: all of it stands on the channel. */
function requireImpersonalTexts(facts: object, field: string): void {
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === 'string') requireImpersonal(value, `${field}.${name}`);
  }
}

function requireDistinct(names: readonly string[], field: string): void {
  const repeated = names.findIndex((name, i) => names.indexOf(name) < i);
  if (repeated < 0) return;
  throw invalid('It stands there twice', `${field}[${repeated}]`, { received: names[repeated] });
}

/** A text that one kind of entry must state and the others must not. */
function requireStatedWith(text: string | undefined, wanted: boolean, field: string, where: string): void {
  if (wanted && text === undefined) {
    throw new HanlianError('FIELD_MISSING', `${field} is stated ${where}`, { field });
  }
  if (!wanted && text !== undefined) throw invalid(`It is stated only ${where}`, field);
}

/** What is secret, or kept back by law, is open to nobody. */
function requireShareable({ classified, open, share }: PutResource, field: string): void {
  if (classified && share !== 'none') {
    throw invalid('What holds secrets of the state is not shared', `${field}.share`, {
      expected: 'none',
      received: share,
    });
  }
  if (open && share === 'none') {
    throw invalid('What is not shared is not open to the public either', `${field}.open`, {
      expected: false,
    });
  }
}

/**
 * What a resource must be before it stands in the catalogue.
 *
 * @param now the transaction's claimed time: nothing is published ahead of it
 * @throws {HanlianError} DATE_IMPOSSIBLE, FIELD_INVALID, FIELD_MISSING, HOLDS_CITIZEN_NUMBER
 */
export function requireResource(facts: PutResource, now: Instant, field: string): void {
  const { items, share, condition, legalBasis, open, openCondition, publishedAt, related } = facts;
  requireImpersonalTexts(facts, field);
  items.forEach((item, i) => {
    requireImpersonalTexts(item, `${field}.items[${i}]`);
  });
  requireDistinct(
    items.map(({ name }) => name),
    `${field}.items`,
  );
  requireDistinct(related ?? [], `${field}.related`);
  requireDay(publishedAt, `${field}.publishedAt`);
  if (publishedAt > dateOfInstant(now)) {
    throw invalid('Nothing is published ahead', `${field}.publishedAt`, { received: publishedAt });
  }
  requireStatedWith(condition, share === 'conditional', `${field}.condition`, 'with share conditional');
  requireStatedWith(legalBasis, share === 'none', `${field}.legalBasis`, 'with share none');
  if (!open) requireStatedWith(openCondition, false, `${field}.openCondition`, 'with open');
  requireShareable(facts, field);
}

/** @throws {HanlianError} DATE_IMPOSSIBLE, HOLDS_CITIZEN_NUMBER */
export function requireResponsibility(facts: PutResponsibility, field: string): void {
  requireImpersonalTexts(facts, field);
  requireDay(facts.due, `${field}.due`);
}

/**
 * Nobody demands more of a resource than it has. One that is not in the catalogue yet may be demanded.
 *
 * @throws {HanlianError} DEMAND_BEYOND_RESOURCE, FIELD_INVALID, HOLDS_CITIZEN_NUMBER
 */
export function requireDemand(facts: PutDemand, resource: Resource | undefined, field: string): void {
  requireImpersonalTexts(facts, field);
  requireDistinct(facts.fields, `${field}.fields`);
  if (resource === undefined) return;
  const beyond = fieldsBeyond(resource, facts.fields);
  if (beyond.length === 0) return;
  throw new HanlianError('DEMAND_BEYOND_RESOURCE', `${facts.resource} has no such items`, {
    field: `${field}.fields`,
    received: [...beyond],
  });
}

/**
 * What is kept back exists, by a law, and not without end.
 *
 * @throws {HanlianError} DATE_IMPOSSIBLE, FIELD_INVALID, HOLDS_CITIZEN_NUMBER
 */
export function requireNegative(facts: PutNegative, resource: Resource, now: Instant, field: string): void {
  requireImpersonalTexts(facts, field);
  requireDay(facts.until, `${field}.until`);
  const today = dateOfInstant(now);
  const longest = addYears(today, LONGEST_KEPT_BACK_YEARS);
  if (facts.until < today || facts.until > longest) {
    throw invalid('It ends between today and five years from now', `${field}.until`, {
      expected: `${today} to ${longest}`,
      received: facts.until,
    });
  }
  if (facts.field === undefined || fieldsBeyond(resource, [facts.field]).length === 0) return;
  throw invalid('The resource has no such item', `${field}.field`, { received: facts.field });
}
