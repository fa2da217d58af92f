import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type Info } from 'csv-parse';
import { unreadable, type FileBytes, type SourceRow } from './source.js';
import { plainBreaks, textOf, type Encoding } from './text.js';

const LONGEST_ROW = 256 * 1024;
/** What a cell begins with that a spreadsheet would take for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NEUTRALISED = /^'(?=[=+\-@\t\r＝＋－＠])/;

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

/** The rows of a comma-separated file (RFC 4180), the header first; empty lines are passed over. */
export async function* readCsv(file: FileBytes, encoding: Encoding): AsyncGenerator<SourceRow> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
    // Left to itself the parser goes by the first line, and takes a file put together from two for one long row.
    record_delimiter: ['\n', '\r'],
  });
  // What fails on the way is thrown by the parser when it is read.
  pipeline(Readable.from(plainBreaks(textOf(file.read(), encoding))), parser, () => undefined);
  let last = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const line = last + 1;
      last = info.lines;
      if (record.length > 1 || record[0] !== '') yield { line, cells: record.map(plain) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines = last + 1 } = error as { readonly lines?: number };
    throw unreadable('Quotes or separators of the CSV do not fit', lines, error);
  }
}

/** Takes back what `csvLine` put before a cell. */
const plain = (cell: string): string => cell.trim().replace(NEUTRALISED, '');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One row of a file we write: no spreadsheet takes a cell of it for a formula. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(FORMULA.test(cell) ? `'${cell}` : cell)).join(',')}\r\n`;

/** Spreadsheets take a CSV for UTF-8 only by its byte order mark. */
export const CSV_BEGINNING = '\uFEFF';
