import { escapeIdentifier, type Pool } from 'pg';
import type { PostgresSettings } from './settings.js';
import { foundIn, type Found, type Question, type Source } from './source.js';

/** A table or view of a PostgreSQL server, read only: no other item than those asked for leaves the database. */
export class PostgresSource implements Source {
  readonly #settings: PostgresSettings;
  readonly #pool: Pool;

  constructor(settings: PostgresSettings, pool: Pool) {
    this.#settings = settings;
    this.#pool = pool;
  }

  async ask({ subject, fields, most }: Question): Promise<readonly Found[]> {
    const { subject: key, items, table } = this.#settings;
    const wanted = [...new Set([key, ...fields.map((field) => items[field] ?? field)])];
    const { rows } = await this.#pool.query<Record<string, unknown>>({
      text: `SELECT ${wanted.map(escapeIdentifier).join(', ')} FROM ${table.map(escapeIdentifier).join('.')} WHERE ${escapeIdentifier(key)} = $1 LIMIT ${most + 1}`,
      values: [subject],
    });
    return rows.map((row) => foundIn(row, key, items));
  }
}
