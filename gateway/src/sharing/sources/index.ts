import { join } from 'node:path';
import { checked, HanlianError, parseJson, type JsonObject } from '@hanlian/chaincode/domain';
import { readFileIfPresent } from '../../storage/files.js';
import { FileSource } from './file.js';
import { HttpSource } from './http.js';
import { Pools } from './pools.js';
import { PostgresSource } from './postgres.js';
import { sourcesFile, USUAL_RETENTION, type Retention, type SourceSettings } from './settings.js';
import type { Found, Source } from './source.js';

const FILE = 'sharing-sources.json';
const SECOND = 1000;

interface Served {
  readonly settings: SourceSettings;
  readonly source: Source;
}

const sourceOf = (settings: SourceSettings, pools: Pools): Source => {
  if (settings.kind === 'postgres') return new PostgresSource(settings, pools.of(settings));
  return settings.kind === 'http' ? new HttpSource(settings) : new FileSource(settings);
};

/** Where this hub's departments keep what they share, as the file `sharing-sources.json` of its folder says. */
export class Sources {
  readonly #served: ReadonlyMap<string, Served>;
  readonly #pools: Pools;

  private constructor(served: ReadonlyMap<string, Served>, pools: Pools) {
    this.#served = served;
    this.#pools = pools;
  }

  /** @throws {HanlianError} JSON_*, FIELD_* for a file that cannot be right */
  static async open(folder: string): Promise<Sources> {
    const text = await readFileIfPresent(join(folder, FILE));
    const resources = text === undefined ? {} : checked(sourcesFile, parseJson(text)).resources;
    const pools = new Pools();
    const served = Object.entries(resources).map(([resource, settings]): [string, Served] => [
      resource,
      { settings, source: sourceOf(settings, pools) },
    ]);
    return new Sources(new Map(served), pools);
  }

  /** How long what a query says of persons is kept; what is not served is asked for too, and its refusal on record. */
  retention(resource: string): Retention {
    return this.#served.get(resource)?.settings.retention ?? USUAL_RETENTION;
  }

  /**
   * What the source gives about the subject, and about nobody else.
   *
   * @throws {HanlianError} RESOURCE_NOT_SERVED, SOURCE_LATE, SOURCE_FAILED, SOURCE_ROWS_TOO_MANY, SOURCE_SUBJECT_OTHER
   */
  async ask(resource: string, subject: string, fields: readonly string[]): Promise<readonly JsonObject[]> {
    const { settings, source } = this.#of(resource);
    const found = await inTime(settings.timeoutSeconds * SECOND, (signal) =>
      source.ask({ subject, fields, most: settings.mostRows, signal }),
    );
    if (found.length > settings.mostRows) {
      throw new HanlianError('SOURCE_ROWS_TOO_MANY', `The source gave more than ${settings.mostRows} rows`, {
        expected: settings.mostRows,
      });
    }
    if (found.some((row) => row.subject !== subject)) {
      throw new HanlianError('SOURCE_SUBJECT_OTHER', 'The source gave a row about somebody else');
    }
    return found.map(({ values }) => asAsked(values, settings, fields));
  }

  close(): Promise<void> {
    return this.#pools.close();
  }

  #of(resource: string): Served {
    const served = this.#served.get(resource);
    if (served !== undefined) return served;
    throw new HanlianError('RESOURCE_NOT_SERVED', `This hub has no source for ${resource}`, {
      received: resource,
    });
  }
}

/** By whom the source was asked is no value that it gave beyond what was asked for. */
function asAsked(
  values: JsonObject,
  { subject, items }: SourceSettings,
  fields: readonly string[],
): JsonObject {
  const [key = subject] = Object.entries(items).find(([, column]) => column === subject) ?? [];
  if (fields.includes(key)) return values;
  return Object.fromEntries(Object.entries(values).filter(([item]) => item !== key));
}

/** The first answer counts, and only if it comes in time: what comes later is dropped. */
async function inTime(
  milliseconds: number,
  ask: (signal: AbortSignal) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const stop = new AbortController();
  const late = new HanlianError('SOURCE_LATE', `The source did not answer within ${milliseconds} ms`);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop.abort(late);
      reject(late);
    }, milliseconds);
  });
  try {
    return await Promise.race([ask(stop.signal).catch(failed), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(cause: unknown): never {
  throw new HanlianError('SOURCE_FAILED', 'The source could not be asked', {}, { cause });
}
