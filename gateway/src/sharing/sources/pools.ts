import { Pool, types } from 'pg';
import type { PostgresSettings } from './settings.js';

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

/** Connections to PostgreSQL servers: resources that name a server alike share theirs, since a server has room for few. */
export class Pools {
  readonly #pools = new Map<string, Pool>();

  of({ url, connections, timeoutSeconds }: PostgresSettings): Pool {
    const name = JSON.stringify([url, connections, timeoutSeconds]);
    const known = this.#pools.get(name);
    if (known !== undefined) return known;
    const milliseconds = timeoutSeconds * SECOND;
    const pool = new Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: milliseconds,
      // The server gives up by itself: a query nobody waits for must not go on.
      statement_timeout: milliseconds,
      query_timeout: milliseconds,
      options: '-c default_transaction_read_only=on',
      application_name: 'hanlian',
      types: parsers,
    });
    // A connection that breaks while nobody uses it is replaced at the next query.
    pool.on('error', () => undefined);
    this.#pools.set(name, pool);
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
  }
}
