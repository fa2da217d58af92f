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
import { certificateKindOf, type Findings, type JobRecord, type KeptRow } from './record.js';
import { RowKeeper, unusable, type Checked, type CheckOptions } from './row-keeper.js';
import { checkRow, type CheckedRow, type Sheet } from './row-check.js';
import { ROOT, rowError } from './row-errors.js';
import type { UploadStore } from './store.js';

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
  try {
    await parts.caughtUp();
    const rows = rowsOf(store, record);
    const { sheet, errors } = await sheetOf(parts, record, rows);
    if (errors.length > 0) return unusable(findingsOf(sheet, errors));
    return await new Checking(parts, store, record, sheet).all(rows, options);
  } catch (error) {
    if (!(error instanceof HanlianError) || error.code === 'INTERNAL') throw error;
    return unusable({ errors: [rowError(error)] });
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
  record: JobRecord,
  rows: AsyncGenerator<SourceRow, undefined>,
): Promise<{ readonly sheet: Sheet; readonly errors: readonly RowError[] }> {
  const type = registry.type(record.type);
  const kind = certificateKindOf(record);
  if (record.file.format === 'jsonl') return { sheet: { type, kind, columns: undefined }, errors: [] };
  const header = (await rows.next()).value;
  if (header === undefined) throw new HanlianError('UPLOAD_EMPTY', 'The file has no row');
  const { columns, errors } = recognise(type, kind, header.cells);
  const shown = errors.map((error) => rowError(error, header.line, columns));
  return { sheet: { type, kind, columns }, errors: shown };
}

class Checking {
  readonly #parts: LicenseParts;
  readonly #record: JobRecord;
  readonly #sheet: Sheet;
  readonly #serials = new Set<string>();
  readonly #keeper: RowKeeper;

  constructor(parts: LicenseParts, store: UploadStore, record: JobRecord, sheet: Sheet) {
    this.#parts = parts;
    this.#record = record;
    this.#sheet = sheet;
    this.#keeper = new RowKeeper(store, record);
  }

  async all(rows: AsyncIterable<SourceRow>, { signal, onRow }: CheckOptions): Promise<Checked> {
    for await (const row of rows) {
      signal.throwIfAborted();
      await this.#keeper.keep(this.#checked(row));
      onRow(this.#keeper.rows);
    }
    return this.#keeper.end(findingsOf(this.#sheet, []));
  }

  #checked(row: SourceRow): KeptRow {
    const checked = checkRow(this.#sheet, row, this.#parts.now());
    const errors = [...checked.errors, ...this.#serialErrors(row, checked)];
    return { line: row.line, cells: row.cells, errors };
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
}

/** The error of a row whose serial another has. */
export function serialTaken(line: number, isTwice: boolean, { columns }: Sheet): RowError {
  const message = isTwice ? 'The serial stands in an earlier row' : 'The serial is in use';
  return rowError(new HanlianError('SERIAL_TAKEN', message, { field: `${ROOT}.serial` }), line, columns);
}
