import {
  canonicalize,
  digestOf,
  HanlianError,
  type CatalogueList,
  type CheckFileQuery,
  type FilePlanAnswer,
  type JsonObject,
  type RowError,
  type UploadColumn,
} from '@hanlian/chaincode/domain';
import { readCsv } from '../../uploads/formats/csv.js';
import type { FileBytes, SourceRow } from '../../uploads/formats/source.js';
import { encodingOf } from '../../uploads/formats/text.js';
import { readXlsx } from '../../uploads/formats/xlsx/read.js';
import { rowError } from '../../uploads/row-errors.js';
import type { Caller, Upload } from '../../types.js';
import { keyAt, LISTS, placeOfEntry, referenceAt, type Named } from '../lists.js';
import type { CatalogueParts } from '../parts.js';
import { allEntries } from '../read.js';
import { Checking, type CheckedEntry } from './check.js';
import { readHeader } from './columns.js';
import { readEntries } from './entries.js';

/** A file that is in memory, and what it is said to be. */
export interface HeldFile extends Pick<Upload, 'format' | 'encoding'> {
  readonly content: Buffer;
}

/** What a file would change, and whether it can be carried out. */
export interface FilePlan {
  readonly digest: string;
  readonly columns: readonly UploadColumn[];
  readonly counts: FilePlanAnswer['counts'];
  readonly changes: FilePlanAnswer['changes'];
  readonly errors: readonly RowError[];
  /** The header is wrong, or the file is no table at all. */
  readonly isUnusable: boolean;
  readonly steps: readonly { readonly operation: string; readonly entries: readonly JsonObject[] }[];
}

const MOST_SHOWN = 1000;
/** As many entries as a transaction takes, and as many bytes as leave room in its block for each entry's revision. */
const STEP_ENTRIES = 200;
const STEP_BYTES = 400 * 1024;
const NOT_LISTED = '导入的清单中不再列出';

const bytesOf = (content: Buffer): FileBytes => ({
  size: content.length,
  async *read(start = 0, end = content.length) {
    yield await Promise.resolve(content.subarray(start, end));
  },
});

async function* rowsIn({ format, encoding, content }: HeldFile): AsyncGenerator<SourceRow, undefined> {
  const file = bytesOf(content);
  if (format === 'xlsx') yield* readXlsx(file);
  else yield* readCsv(file, await encodingOf(file, encoding));
}

interface Read {
  readonly columns: readonly UploadColumn[];
  readonly entries: readonly CheckedEntry[];
  readonly errors: readonly RowError[];
  readonly seen: ReadonlySet<string>;
  readonly rows: number;
  readonly isUnusable: boolean;
}

const unusable = (columns: readonly UploadColumn[], errors: readonly RowError[]): Read => ({
  columns,
  entries: [],
  errors,
  seen: new Set(),
  rows: 0,
  isUnusable: true,
});

async function read(
  parts: CatalogueParts,
  caller: Caller,
  list: CatalogueList,
  file: HeldFile,
): Promise<Read> {
  const source = rowsIn(file);
  const first = (await source.next()).value;
  const { columns, errors: wrong } = readHeader(list, first?.cells ?? []);
  if (wrong.length > 0) {
    return unusable(
      columns,
      wrong.map((error) => rowError(error, first?.line ?? 1, columns)),
    );
  }
  let rows = 0;
  const counted = async function* (): AsyncGenerator<SourceRow> {
    for await (const row of source) {
      rows += 1;
      yield row;
    }
  };
  const checking = new Checking(parts, caller, list, columns);
  const entries: CheckedEntry[] = [];
  const errors: RowError[] = [];
  for await (const stated of readEntries(list, columns, counted())) {
    const checked = checking.check(stated);
    if ('key' in checked) entries.push(checked);
    else errors.push(...checked);
  }
  return { columns, entries, errors, seen: checking.seen, rows, isUnusable: false };
}

/** What of the department stands and is not in the file; while a row is wrong, nobody knows what the file leaves out. */
async function notListed(
  parts: CatalogueParts,
  { department }: Caller,
  list: CatalogueList,
  { errors, seen }: Read,
): Promise<readonly (JsonObject & Named)[]> {
  if (errors.length > 0) return [];
  const own = await allEntries(parts, list, department);
  return own.filter((record) => !seen.has(keyAt(placeOfEntry(list, record))));
}

/** Cut so that no transaction takes more than its block has room for. */
function cut(entries: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const steps: JsonObject[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const size = Buffer.byteLength(canonicalize(entry));
    if (bytes + size > STEP_BYTES || steps.at(-1)?.length === STEP_ENTRIES) {
      steps.push([]);
      bytes = 0;
    }
    steps.at(-1)?.push(entry);
    bytes += size;
  }
  return steps;
}

/** Reads a file, and says what it would change as things stand. @throws {HanlianError} UPLOAD_UNREADABLE, UPLOAD_UNSAFE */
export async function planFile(
  parts: CatalogueParts,
  caller: Caller,
  list: CatalogueList,
  file: HeldFile,
  { rows, absent }: CheckFileQuery,
): Promise<FilePlan> {
  await parts.caughtUp();
  const found = await read(parts, caller, list, file).catch((error: unknown) => {
    if (error instanceof HanlianError && error.code === 'UPLOAD_UNREADABLE') {
      return unusable([], [rowError(error)]);
    }
    throw error;
  });
  const writing = found.entries.filter(({ change }) => change !== 'unchanged');
  const puts = writing.map(({ put }) => put);
  const gone = absent === 'retire' ? await notListed(parts, caller, list, found) : [];
  const retirements = gone.map((record) => ({
    entry: { ...referenceAt(placeOfEntry(list, record)) },
    reason: NOT_LISTED,
    expectedRevision: record['revision'] as number,
  }));
  const count = (change: CheckedEntry['change']): number =>
    found.entries.filter((entry) => entry.change === change).length;
  return {
    digest: digestOf(parts.hashes.sha256, { list, rows, puts, retirements }),
    columns: found.columns,
    counts: {
      rows: found.rows,
      added: count('added'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      retired: gone.length,
      rejected: new Set(found.errors.map(({ line }) => line)).size,
    },
    changes: [
      ...writing.map(({ put, change, differences }) => ({
        ...placeOfEntry(list, put),
        change: change as 'added' | 'changed',
        differences: [...differences],
      })),
      ...gone.map((record) => ({
        ...placeOfEntry(list, record),
        change: 'retired' as const,
        differences: [],
      })),
    ].slice(0, MOST_SHOWN),
    errors: found.errors.slice(0, MOST_SHOWN),
    isUnusable: found.isUnusable,
    steps: [
      ...cut(puts).map((entries) => ({ operation: LISTS[list].scope, entries })),
      ...cut(retirements).map((entries) => ({ operation: 'catalogue:retire', entries })),
    ],
  };
}
