import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Postgres } from '../support/postgres.js';

/** What every record of the day's registers holds; the last is in no resource, and nobody may have it. */
export const ITEMS = ['name', 'status', 'capital', 'founded', 'address'] as const;
export const SECRET = 'owner';

/** Whose data is asked for: the n-th subject by the key its records stand under. */
export const subjectOf = (n: number): string => `S${String(n).padStart(9, '0')}`;

/** A register for each department, and a view of it for each resource it shares. */
export async function fillDatabase(
  postgres: Postgres,
  departments: number,
  resources: number,
  subjects: number,
): Promise<void> {
  await postgres.query(`
    DO $$ BEGIN
      FOR d IN 0..${departments - 1} LOOP
        EXECUTE format('CREATE TABLE register_%s (subject text PRIMARY KEY, name text, status text, capital numeric,
          founded date, address text, owner text)', d);
        EXECUTE format('INSERT INTO register_%s SELECT ''S'' || lpad(n::text, 9, ''0''), ''示例公司'' || n, ''在业'',
          n * 1000.50, date ''2020-01-01'' + n %% 2000, ''示例路'' || n || ''号'', ''张三''
          FROM generate_series(0, ${subjects - 1}) n', d);
      END LOOP;
      FOR r IN 0..${resources - 1} LOOP
        EXECUTE format('CREATE VIEW resource_%s AS SELECT * FROM register_%s', r, r % ${departments});
      END LOOP;
    END $$;
    ANALYZE`);
}

/** Tells a hub where its departments keep these resources. */
export async function nameDatabase(
  folder: string,
  resources: ReadonlyMap<string, number>,
  url: string,
): Promise<void> {
  const named = [...resources].map(([code, n]): [string, object] => [
    code,
    { kind: 'postgres', url, table: [`resource_${n}`], subject: 'subject', connections: 16 },
  ]);
  await mkdir(folder, { recursive: true });
  const file = { v: 1, resources: Object.fromEntries(named) };
  await writeFile(join(folder, 'sharing-sources.json'), JSON.stringify(file));
}
