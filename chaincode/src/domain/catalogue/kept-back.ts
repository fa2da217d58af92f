import type { Negative, Resource } from '../schemas/catalogue.js';
import type { Instant } from '../time/index.js';
import { endOfDate } from '../time/index.js';

/** Whether an entry of the negative list keeps something back at an instant: through its last day, unless retired. */
export const keepsBack = ({ until, retired }: Pick<Negative, 'until' | 'retired'>, at: Instant): boolean =>
  retired === undefined && at < endOfDate(until);

/**
 * The entry of the negative list by which these fields of a resource, or one of them, are not shared at an instant. One
 * about the whole resource comes first.
 */
export function keptBackBy(
  negatives: readonly Negative[],
  { resource, fields }: { readonly resource: string; readonly fields: readonly string[] },
  at: Instant,
): Negative | undefined {
  const speaking = negatives.filter((entry) => entry.resource === resource && keepsBack(entry, at));
  return (
    speaking.find(({ field }) => field === undefined) ??
    speaking.find(({ field }) => field !== undefined && fields.some((name) => overlap(name, field)))
  );
}

/** Whether a name is the field itself or leads into it. */
const isOf = (name: string, field: string): boolean => name === field || name.startsWith(`${field}.`);

/** Who asks for the whole asks for the part that is kept back too. */
const overlap = (a: string, b: string): boolean => isOf(a, b) || isOf(b, a);

/** Those of the fields that names do not cover: neither named nor part of what is. */
export const namesBeyond = (names: readonly string[], fields: readonly string[]): readonly string[] =>
  fields.filter((field) => !names.some((name) => isOf(field, name)));

/** Those of the fields that a resource does not have: an item, or what an item consists of. */
export const fieldsBeyond = (
  { items }: Pick<Resource, 'items'>,
  fields: readonly string[],
): readonly string[] =>
  namesBeyond(
    items.map(({ name }) => name),
    fields,
  );
