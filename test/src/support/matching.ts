const asPattern = (text: string): RegExp =>
  new RegExp(`^${RegExp.escape(text).replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]')}$`);

/** Whether a text fits a pattern in which `*` stands for anything and `?` for one character. */
export const fits = (pattern: string, text: string): boolean => asPattern(pattern).test(text);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sameScalar = (expected: unknown, actual: unknown): boolean =>
  typeof expected === 'string' && typeof actual === 'string'
    ? fits(expected, actual)
    : Object.is(expected, actual);

const differencesInItems = (
  expected: readonly unknown[],
  actual: unknown,
  path: string,
): readonly string[] =>
  Array.isArray(actual) && actual.length === expected.length
    ? expected.flatMap((value, i) => differences(value, actual[i], `${path}[${i}]`))
    : [`${path} is not an array of ${expected.length}`];

/**
 * Where a value differs from what is expected of it, as paths; none when it fits. An object may have more members
 * than expected, an array may not have more items, and a text may hold `*`.
 */
export function differences(expected: unknown, actual: unknown, path = '$'): readonly string[] {
  if (Array.isArray(expected)) return differencesInItems(expected, actual, path);
  if (isObject(expected)) {
    const members = isObject(actual) ? actual : {};
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, members[key], `${path}.${key}`),
    );
  }
  if (sameScalar(expected, actual)) return [];
  return [`${path}: expected ${String(expected)}, got ${JSON.stringify(actual)}`];
}
