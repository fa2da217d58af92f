import type { JsonObject, JsonValue } from '../json.js';

/** Rows with what was asked for and nothing else. */
export interface Masked {
  readonly rows: readonly JsonObject[];
  /** How many values were taken out. */
  readonly removed: number;
}

/** Takes out of each row what lies beyond the mask; what a row does not have is null. */
export function masked(fields: readonly string[], rows: readonly JsonObject[]): Masked {
  const removed = rows.reduce(
    (sum, row) => sum + Object.keys(row).filter((name) => !fields.includes(name)).length,
    0,
  );
  return {
    rows: rows.map((row) =>
      Object.fromEntries(fields.map((name): [string, JsonValue] => [name, row[name] ?? null])),
    ),
    removed,
  };
}
