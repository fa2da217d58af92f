import { escapeIdentifier, Pool, types } from 'pg';
import type { PostgresSettings } from './settings.js';
import { foundIn, type Found, type Question, type Source } from './source.js';

const SECOND = 1000;

const { builtins } = types;
type TypeId = (typeof builtins)[keyof typeof builtins];
const AS_JSON_HAS_THEM: ReadonlySet<TypeId> = new Set([
  builtins.BOOL,
  builtins.INT2,
  builtins.INT4,
  builtins.FLOAT4,
  builtins.FLOAT8,
  builtins.JSON,
  builtins.JSONB,
]);

/**
 * All else stays the text that the server writes: a date is a day and not an instant of this machine's zone, and numbers
 * beyond 2^53 keep their digits.
 */
const asText = (text: string): string => text;
const parsers = {
  getTypeParser: (oid: TypeId) =>
    AS_JSON_HAS_THEM.has(oid) ? (types.getTypeParser(oid, 'text') as (text: string) => unknown) : asText,
};

/** A table or view of a PostgreSQL server, read only: no other item than those asked for leaves the database. */
export class PostgresSource implements Source {
  readonly #settings: PostgresSettings;
  readonly #pool: Pool;

  constructor(settings: PostgresSettings) {
    this.#settings = settings;
    const milliseconds = settings.timeoutSeconds * SECOND;
    this.#pool = new Pool({
      connectionString: settings.url,
      max: settings.connections,
      connectionTimeoutMillis: milliseconds,
      // The server gives up by itself: a query nobody waits for must not go on.
      statement_timeout: milliseconds,
      query_timeout: milliseconds,
      options: '-c default_transaction_read_only=on',
      application_name: 'hanlian',
      types: parsers,
    });
    // A connection that breaks while nobody uses it is replaced at the next query.
    this.#pool.on('error', () => undefined);
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

  close(): Promise<void> {
    return this.#pool.end();
  }
}
