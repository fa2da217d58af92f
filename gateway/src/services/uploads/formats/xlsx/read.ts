import { MOST_COLUMNS } from '../../headers.js';
import { unreadable, type CellProblem, type FileBytes, type SourceRow } from '../source.js';
import { textOf } from '../text.js';
import { parseXml, type Attributes, type Handler } from '../xml.js';
import { Archive } from './archive.js';
import { cellText, type RawCell } from './cell.js';
import { readWorkbook, type Workbook } from './workbook.js';

const LETTERS = 26;
const A = 'A'.charCodeAt(0);

/**
 * The rows of the first sheet that is shown, the header first; empty rows are passed over. Of the file no more is held
 * than its shared texts and a piece of the sheet.
 *
 * @throws {HanlianError} UPLOAD_UNREADABLE, UPLOAD_UNSAFE, UPLOAD_TOO_LARGE
 */
export async function* readXlsx(file: FileBytes): AsyncGenerator<SourceRow> {
  const archive = await Archive.open(file);
  const workbook = await readWorkbook(archive);
  const rows = new Rows(workbook);
  const pieces = parseXml(textOf(archive.read(workbook.sheet), 'utf-8'), rows);
  while ((await pieces.next()).done !== true) yield* rows.take();
}

/** `BC7` is column 54, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '';
  return Array.from(letters).reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - A + 1, 0) - 1;
}

/** Gathers the rows of a sheet as its elements come by. */
class Rows implements Handler {
  readonly #workbook: Workbook;
  #ready: SourceRow[] = [];
  #line = 0;
  #cells: string[] = [];
  #problems: CellProblem[] = [];
  #column = -1;
  #cell: { type: string; style: number; isFormula: boolean; text: string } | undefined;
  #inValue = false;
  /** In what is read aloud beside a text (`rPh`), and no part of it. */
  #inReading = false;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  take(): readonly SourceRow[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') this.#beginRow(attributes);
    else if (name === 'c') this.#beginCell(attributes);
    else if (name === 'f' && this.#cell !== undefined) this.#cell.isFormula = true;
    else if (name === 'rPh') this.#inReading = true;
    this.#inValue = name === 'v' || (name === 't' && !this.#inReading);
  }

  close(name: string): void {
    if (name === 'c') this.#endCell();
    else if (name === 'row') this.#endRow();
    else if (name === 'rPh') this.#inReading = false;
    this.#inValue = false;
  }

  text(text: string): void {
    if (this.#inValue && this.#cell !== undefined) this.#cell.text += text;
  }

  #beginRow({ r }: Attributes): void {
    const line = r === undefined ? this.#line + 1 : Number(r);
    if (!Number.isSafeInteger(line) || line <= this.#line) throw unreadable('The rows are out of order');
    this.#line = line;
    this.#column = -1;
    this.#cells = [];
    this.#problems = [];
  }

  #beginCell({ r, t = 'n', s = '0' }: Attributes): void {
    const column = r === undefined ? this.#column + 1 : columnOf(r);
    if (column <= this.#column) throw unreadable('The cells are out of order', this.#line);
    this.#column = column;
    this.#cell = { type: t, style: Number(s), isFormula: false, text: '' };
  }

  #endCell(): void {
    const cell: RawCell | undefined = this.#cell;
    this.#cell = undefined;
    if (cell === undefined || (cell.text === '' && !cell.isFormula)) return;
    const column = this.#column;
    if (column >= MOST_COLUMNS) throw unreadable(`The sheet has over ${MOST_COLUMNS} columns`, this.#line);
    const text = cellText(cell, this.#workbook);
    while (this.#cells.length < column) this.#cells.push('');
    this.#cells.push(text ?? '');
    if (text === undefined) this.#problems.push({ column, code: 'CELL_INEXACT' });
  }

  #endRow(): void {
    const row = { line: this.#line, cells: this.#cells };
    const isEmpty = this.#problems.length === 0 && this.#cells.every((cell) => cell === '');
    if (!isEmpty)
      this.#ready.push({ ...row, ...(this.#problems.length > 0 && { problems: this.#problems }) });
  }
}
