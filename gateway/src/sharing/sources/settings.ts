import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** Unless a source says otherwise. */
export const USUAL_RETENTION = 'standard';

const column = z.string().min(1).max(63);

const usual = {
  /** The column or member that says whom a row is about. */
  subject: column,
  /** Which column or member holds which item; those not named bear the item's own name. */
  items: z.record(schemas.itemName, column).default({}),
  /** More rows than this are too many. */
  mostRows: z.int().min(1).max(10_000).default(100),
  timeoutSeconds: z.number().positive().max(60).default(5),
  /** For how long subject and reason of a query can be read: half a year, three years or ten. */
  retention: z.enum(['short', 'standard', 'long']).default(USUAL_RETENTION),
};

/** The port of a PostgreSQL table or view: libpq's address; a password is read as libpq reads it (~/.pgpass, PGPASSWORD). */
const postgresSettings = z.strictObject({
  kind: z.literal('postgres'),
  ...usual,
  url: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Its name, with that of its schema before it where one is needed. */
  table: z.array(column).min(1).max(2),
  connections: z.int().min(1).max(100).default(8),
});

const httpSettings = z.strictObject({
  kind: z.literal('http'),
  ...usual,
  url: z.url({ protocol: /^https?$/ }),
  /** A file whose text is sent as bearer token. */
  tokenFile: z.string().min(1).optional(),
});

const fileSettings = z.strictObject({
  kind: z.literal('file'),
  ...usual,
  /** JSON lines, or CSV with a heading. */
  path: z.string().regex(/\.(jsonl|csv)$/),
});

const sourceSettings = z.discriminatedUnion('kind', [postgresSettings, httpSettings, fileSettings]);

/** A hub's file `sharing-sources.json`: by resource, where its data is asked for. */
export const sourcesFile = z.strictObject({
  v: schemas.v1,
  resources: z.record(schemas.resourceCode, sourceSettings),
});

export type PostgresSettings = z.output<typeof postgresSettings>;
export type HttpSettings = z.output<typeof httpSettings>;
export type FileSettings = z.output<typeof fileSettings>;
export type SourceSettings = z.output<typeof sourceSettings>;
export type Retention = SourceSettings['retention'];
