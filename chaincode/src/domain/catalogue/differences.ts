import { canonicalize } from '../encoding/index.js';
import type { JsonValue } from '../json.js';
import type { FactDifference } from '../schemas/catalogue-answers.js';

/** Facts by where they stand: of lists each member by what it is called, so that moving it makes no difference. */
type Placed = ReadonlyMap<string, JsonValue>;

/** What a record or a request keeps of its writing, and no fact. */
const NO_FACTS: ReadonlySet<string> = new Set([
  'v',
  'revision',
  'intent',
  'tx',
  'txTime',
  'retired',
  'expectedRevision',
]);

const nameOf = (member: JsonValue): string =>
  typeof member === 'object' ? (member as { readonly name: string }).name : String(member);

function placed(facts: object): Placed {
  const found = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(facts) as [string, JsonValue | undefined][]) {
    if (value === undefined || NO_FACTS.has(name)) continue;
    if (!Array.isArray(value)) found.set(name, value);
    else for (const member of value as JsonValue[]) found.set(`${name}[${nameOf(member)}]`, member);
  }
  return found;
}

const same = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalize(a) === canonicalize(b));

/**
 * What has changed from one form of an entry to another, in order of where it stands; nothing when the two say the same.
 * What is written to keep a record (revision, intent, time) makes no difference.
 *
 * @param before absent: the entry is new
 */
export function differencesOf(before: object | undefined, after: object): readonly FactDifference[] {
  const old = placed(before ?? {});
  const now = placed(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter((field) => !same(old.get(field), now.get(field)))
    .map((field) => ({
      field,
      ...(old.has(field) && { before: old.get(field) }),
      ...(now.has(field) && { after: now.get(field) }),
    }));
}
