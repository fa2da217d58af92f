import type { JsonObject, JsonValue } from '@hanlian/chaincode/domain';

/** What a provider's system is asked: about whom, and which items. */
export interface Question {
  readonly subject: string;
  readonly fields: readonly string[];
  /** How many rows are wanted at most; one more than that is enough to know that there are too many. */
  readonly most: number;
  /** Fires when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** One row, and whom it is about by the source's own word. */
export interface Found {
  readonly subject: string;
  readonly values: JsonObject;
}

/** A provider's own system, which holds the data. One file of this folder for each kind. */
export interface Source {
  ask(question: Question): Promise<readonly Found[]>;
}

/** Which column or member holds an item; those that are not named bear the item's own name. */
export type Columns = Readonly<Record<string, string>>;

/** A row as a source gives it, told by items: a column that bears the name of an item kept elsewhere is none. */
export function foundIn(row: Readonly<Record<string, unknown>>, subject: string, columns: Columns): Found {
  const mapped = Object.entries(columns).filter(([, column]) => Object.hasOwn(row, column));
  const holding = new Set(Object.values(columns));
  const own = Object.keys(row).filter((name) => !holding.has(name) && !Object.hasOwn(columns, name));
  const items = [...mapped, ...own.map((name): [string, string] => [name, name])];
  const values = items.map(([item, column]): [string, JsonValue] => [item, jsonOf(row[column])]);
  return { subject: textOf(row[subject]), values: Object.fromEntries(values) };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const jsonOf = (value: unknown): JsonValue =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value)) as JsonValue);
