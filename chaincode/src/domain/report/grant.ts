import { CATEGORIES } from '../credit/index.js';
import { saltedDigest } from '../digests.js';
import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import type { Category } from '../schemas/credit-words.js';
import type { FieldSchema } from '../schemas/registry.js';

/** How a consent's fields name the evaluation; all others are categories, or `category.field`. */
export const EVALUATION_FIELD = 'evaluation';

const KNOWN: ReadonlySet<string> = new Set([
  EVALUATION_FIELD,
  ...Object.entries(CATEGORIES).flatMap(([category, { fields }]) => [
    category,
    ...fields.map(({ name }) => `${category}.${name}`),
  ]),
]);

/**
 * Each names something a report can show: a pull for what there is not would be used up for nothing.
 *
 * @throws {HanlianError} FIELD_INVALID
 */
export function requireReportable(fields: readonly string[]): void {
  const received = fields.find((field) => !KNOWN.has(field));
  if (received === undefined) return;
  throw new HanlianError('FIELD_INVALID', `No report shows ${received}`, {
    field: 'fields',
    expected: [EVALUATION_FIELD, ...Object.keys(CATEGORIES)],
    received,
  });
}

/** Whether what was granted reaches a field of a category's entries: a person's only where it is named itself. */
export const reaches = (
  granted: readonly string[],
  category: Category,
  { name, sensitivity }: Pick<FieldSchema, 'name' | 'sensitivity'>,
): boolean =>
  granted.includes(`${category}.${name}`) || (sensitivity !== 'personal' && granted.includes(category));

/** Whether anything of a category was granted. */
export const reachesCategory = (granted: readonly string[], category: Category): boolean =>
  granted.some((field) => field === category || field.startsWith(`${category}.`));

/**
 * The one application a report is for: SHA-256 of the RFC 8785 array of salt and number, base64url. The bank keeps both.
 *
 * @param salt 16 random bytes, base64url
 */
export const applicationDigest = (sha256: Digest, salt: string, number: string): string =>
  saltedDigest(sha256, salt, number);
