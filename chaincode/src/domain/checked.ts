import { HanlianError } from './errors/index.js';
import type { JsonValue } from './json.js';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `certificates[3].holders[0].code`; empty for the whole. */
const fieldText = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], root);

/** A value's kind and size, never the value: it may be a person's name or number. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (Array.isArray(value)) return `an array of ${value.length} items`;
  return `a value of type ${typeof value}`;
}

type Expectation<Code> = (issue: Extract<Issue, { code: Code }>) => JsonValue | undefined;

/** What would have been right, in the schema's own terms. */
const EXPECTED: { readonly [Code in Issue['code']]?: Expectation<Code> } = {
  invalid_type: ({ expected }) => expected,
  invalid_value: ({ values }) => values.map(String),
  invalid_format: ({ pattern, format }) => pattern ?? format,
  too_big: ({ maximum, origin }) => `at most ${maximum} (${origin})`,
  too_small: ({ minimum, origin }) => `at least ${minimum} (${origin})`,
  not_multiple_of: ({ divisor }) => `a multiple of ${divisor}`,
  // A rule of ours says itself what would have been right.
  custom: ({ params }) => params?.['expected'] as JsonValue | undefined,
};

const expectedOf = (issue: Issue): JsonValue | undefined => EXPECTED[issue.code]?.(issue as never);

/** Of a union's alternatives, the one the value comes nearest to speaks. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0]?.[0];
  return nearest === undefined ? issue : innermost({ ...nearest, path: [...issue.path, ...nearest.path] });
}

function violation(first: Issue, root: unknown): HanlianError {
  const issue = innermost(first);
  if (issue.code === 'unrecognized_keys') {
    const field = fieldText([...issue.path, String(issue.keys[0])]);
    return new HanlianError('FIELD_UNKNOWN', `The field ${field} is not part of the schema`, { field });
  }
  const field = fieldText(issue.path);
  const value = valueAt(root, issue.path);
  const expected = expectedOf(issue);
  const named = field === '' ? 'What was sent' : `The field ${field}`;
  if (value === undefined) {
    return new HanlianError('FIELD_MISSING', `${named} is missing`, { field, expected });
  }
  const received = kindOf(value);
  return new HanlianError('FIELD_INVALID', `${named} is not acceptable: ${received}`, {
    field,
    expected,
    received,
  });
}

/**
 * The value as the schema reads it.
 *
 * @throws {HanlianError} FIELD_MISSING, FIELD_UNKNOWN or FIELD_INVALID, for the first violation found.
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw violation(result.error.issues[0] as Issue, value);
}

/** Every violation of the schema, for those who show all at once. */
export const violationsOf = (schema: z.ZodType, value: unknown): readonly HanlianError[] =>
  schema.safeParse(value).error?.issues.map((issue) => violation(issue, value)) ?? [];
