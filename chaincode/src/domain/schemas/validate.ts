import type { z } from 'zod';
import type { ErrorCode } from '../errors/index.js';
import { HanlianError } from '../errors/index.js';

type Path = readonly PropertyKey[];

/** `run.leaves[3].serial` */
const fieldName = (path: Path): string =>
  path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value);

function codeOf(issue: z.core.$ZodIssue, value: unknown): ErrorCode {
  if (issue.code === 'unrecognized_keys') return 'FIELD_UNKNOWN';
  return valueAt(value, issue.path) === undefined ? 'FIELD_MISSING' : 'FIELD_INVALID';
}

const pathOf = (issue: z.core.$ZodIssue): Path =>
  issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;

/**
 * The value as the schema reads it. The error names the first field that is wrong and what it should be, never the
 * value itself: what stands in the wrong field may be a person's number.
 *
 * @throws {HanlianError} FIELD_MISSING, FIELD_UNKNOWN or FIELD_INVALID
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues as [z.core.$ZodIssue];
  const field = fieldName(pathOf(issue));
  throw new HanlianError(codeOf(issue, value), `${field === '' ? 'The request' : field}: ${issue.message}`, {
    field,
    problems: result.error.issues.length,
  });
}
