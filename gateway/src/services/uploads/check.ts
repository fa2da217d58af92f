import { HanlianError, type RowError } from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';
import { isInUse } from '../licenses/serials.js';
import { recognise } from './columns.js';
import { fileOf } from './files.js';
import { readCsv } from './formats/csv.js';
import { readJsonLines } from './formats/json-lines.js';
import type { SourceRow } from './formats/source.js';
import { encodingOf } from './formats/text.js';
import { readXlsx } from './formats/xlsx/read.js';
import { CHUNK_ROWS, type Findings, type JobRecord, type KeptRow } from './record.js';
import { checkRow, type CheckedRow, type Sheet } from './row-check.js';
import { ROOT, rowError } from './row-errors.js';
import type { UploadStore } from './store.js';

/** 100,000 rows make ten batches. */
const MOST_ROWS = 100_000;

/** What reading a file came to. */
export interface Checked {
  readonly findings: Findings;
  readonly counts: JobRecord['counts'];
  readonly chunks: number;
  /** Whether the file as a whole can be used. */
  readonly isReadable: boolean;
}

export interface CheckOptions {
  readonly signal: AbortSignal;
  /** Told of every row. */
  readonly onRow: (rows: number) => void;
}

/**
 * Reads a file and keeps its rows in chunks with everything that is wrong with each. Of the file only a chunk is in
 * memory, and every serial it names. What is wrong with the whole file is in the findings.
 */
export async function checkFile(
  parts: LicenseParts,
  store: UploadStore,
  record: JobRecord,
  options: CheckOptions,
): Promise<Checked> {
  const none = { counts: { rows: 0, good: 0, rejected: 0, done: 0 }, chunks: 0, isReadable: false };
  try {
    await parts.caughtUp();
    const rows = rowsOf(store, record);
    const { sheet, errors } = await sheetOf(parts, record, rows);
    if (errors.length > 0) return { ...none, findings: findingsOf(sheet, errors) };
    return await new Checking(parts, store, record, sheet).all(rows, options);
  } catch (error) {
    if (!(error instanceof HanlianError) || error.code === 'INTERNAL') throw error;
    return { ...none, findings: { errors: [rowError(error)] } };
  }
}

const findingsOf = ({ columns }: Sheet, errors: readonly RowError[]): Findings => ({
  ...(columns && { columns }),
  errors,
});

async function* rowsOf(store: UploadStore, record: JobRecord): AsyncGenerator<SourceRow, undefined> {
  const file = fileOf(store, record);
  const { format, encoding } = record.file;
  if (format === 'jsonl') yield* readJsonLines(file);
  else if (format === 'csv') yield* readCsv(file, await encodingOf(file, encoding));
  else yield* readXlsx(file);
}

/** What the rows are checked against: of a table its first row says which column is what. */
async function sheetOf(
  { registry }: LicenseParts,
  { type: code, kind, file }: JobRecord,
  rows: AsyncGenerator<SourceRow, undefined>,
): Promise<{ readonly sheet: Sheet; readonly errors: readonly RowError[] }> {
  const type = registry.type(code);
  if (file.format === 'jsonl') return { sheet: { type, kind, columns: undefined }, errors: [] };
  const header = (await rows.next()).value;
  const { columns, errors } = recognise(type, kind, header?.cells ?? []);
  const shown = errors.map((error) => rowError(error, header?.line ?? 1, columns));
  return { sheet: { type, kind, columns }, errors: shown };
}

class Checking {
  readonly #parts: LicenseParts;
  readonly #store: UploadStore;
  readonly #record: JobRecord;
  readonly #sheet: Sheet;
  readonly #serials = new Set<string>();
  #rows = 0;
  #rejected = 0;
  #chunks = 0;
  #chunk: KeptRow[] = [];

  constructor(parts: LicenseParts, store: UploadStore, record: JobRecord, sheet: Sheet) {
    this.#parts = parts;
    this.#store = store;
    this.#record = record;
    this.#sheet = sheet;
  }

  async all(rows: AsyncIterable<SourceRow>, { signal, onRow }: CheckOptions): Promise<Checked> {
    for await (const row of rows) {
      signal.throwIfAborted();
      this.#take(row);
      onRow(this.#rows);
      if (this.#chunk.length === CHUNK_ROWS) await this.#flush();
    }
    if (this.#rows === 0) throw new HanlianError('UPLOAD_EMPTY', 'No row follows the header');
    if (this.#chunk.length > 0) await this.#flush();
    const counts = {
      rows: this.#rows,
      good: this.#rows - this.#rejected,
      rejected: this.#rejected,
      done: 0,
    };
    return { findings: findingsOf(this.#sheet, []), counts, chunks: this.#chunks, isReadable: true };
  }

  #take(row: SourceRow): void {
    this.#rows += 1;
    if (this.#rows > MOST_ROWS) {
      throw new HanlianError('UPLOAD_TOO_LARGE', `The file has over ${MOST_ROWS} rows`, {
        expected: MOST_ROWS,
      });
    }
    const checked = checkRow(this.#sheet, row, this.#parts.now());
    const errors = [...checked.errors, ...this.#serialErrors(row, checked)];
    if (errors.length > 0) this.#rejected += 1;
    this.#chunk.push({ line: row.line, cells: row.cells, errors });
  }

  /** A serial that stands twice in the file, or that the ledger has. */
  #serialErrors({ line }: SourceRow, { certificate }: CheckedRow): readonly RowError[] {
    const serial = certificate?.serial;
    if (serial === undefined) return [];
    const isTwice = this.#serials.has(serial);
    this.#serials.add(serial);
    const { type, department: issuer } = this.#record;
    if (!isTwice && !isInUse(this.#parts.model, { type, issuer, serial })) return [];
    return [serialTaken(line, isTwice, this.#sheet)];
  }

  async #flush(): Promise<void> {
    await this.#store.keepChunk(this.#record, this.#chunks, this.#chunk);
    this.#chunks += 1;
    this.#chunk = [];
  }
}

/** The error of a row whose serial another has. */
export function serialTaken(line: number, isTwice: boolean, { columns }: Sheet): RowError {
  const message = isTwice ? 'The serial stands in an earlier row' : 'The serial is in use';
  return rowError(new HanlianError('SERIAL_TAKEN', message, { field: `${ROOT}.serial` }), line, columns);
}
