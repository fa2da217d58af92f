import type { JsonObject, JsonValue } from '../json.js';

/** Rows with what was asked for and nothing else. */
export interface Masked {
  readonly rows: readonly JsonObject[];
  /** How many values were taken out. */
  readonly removed: number;
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a row has under a name; where it has no such member, a dot leads into what a member consists of. */
function valueAt(row: JsonObject, name: string): JsonValue {
  const direct = row[name];
  if (direct !== undefined) return direct;
  const dot = name.indexOf('.');
  const within = dot < 0 ? undefined : row[name.slice(0, dot)];
  return isObject(within) ? valueAt(within, name.slice(dot + 1)) : null;
}

/** Takes out of each row what lies beyond the mask; what a row does not have is null. */
export function masked(fields: readonly string[], rows: readonly JsonObject[]): Masked {
  const isAsked = (name: string): boolean =>
    fields.some((field) => field === name || field.startsWith(`${name}.`));
  const removed = rows.flatMap((row) => Object.keys(row)).filter((name) => !isAsked(name)).length;
  return {
    rows: rows.map((row) =>
      Object.fromEntries(fields.map((name): [string, JsonValue] => [name, valueAt(row, name)])),
    ),
    removed,
  };
}
