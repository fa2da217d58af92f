import type { Workbook } from './workbook.js';

/** A cell as the sheet has it. */
export interface RawCell {
  readonly type: string;
  readonly style: number;
  readonly isFormula: boolean;
  readonly text: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Day 0, so that day 61 is 1 March 1900; before it stands a 29 February that never was. */
const EPOCH = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const FIRST_SOUND_DAY = 61;
const LAST_DAY = 2_958_465;
/** A double holds 15 digits surely: a longer number was a code, and has lost its end. */
const MOST_DIGITS = 15;

type Reader = (cell: RawCell, workbook: Workbook) => string | undefined;

/** What XML cannot hold stands in a text by its number: `_x000D_` is a carriage return (ECMA-376 part 1 §22.9.2.19). */
const NUMBERED = /_x([0-9A-Fa-f]{4})_/g;

function textIn(written: string | undefined): string | undefined {
  const text = written?.replaceAll(NUMBERED, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return text?.isWellFormed() ? text.replaceAll('\r\n', '\n').trim() : undefined;
}

const typed: Reader = ({ text }) => textIn(text);
const number: Reader = ({ text, style }, { dates, is1904 }) => {
  if (text === '') return '';
  return dates[style] === true ? dateText(Number(text), is1904) : numberText(text);
};

/** By the type of the cell (ECMA-376 part 1 §18.18.11). */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['s', ({ text }, { strings }) => textIn(strings[Number(text)])],
  ['inlineStr', typed],
  ['str', typed],
  ['d', typed],
  ['b', ({ text }) => (text === '1' ? 'TRUE' : 'FALSE')],
  ['n', number],
]);

/** A cell's text; undefined where the sheet no longer has what was typed. */
export const cellText = (cell: RawCell, workbook: Workbook): string | undefined =>
  cell.isFormula ? `=${cell.text}` : READERS.get(cell.type)?.(cell, workbook);

function numberText(text: string): string | undefined {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) < 10 ** MOST_DIGITS ? String(value) : undefined;
}

/** A day, or with a fraction the instant at +08:00. */
function dateText(days: number, is1904: boolean): string | undefined {
  if (!(days >= (is1904 ? 0 : FIRST_SOUND_DAY) && days <= LAST_DAY)) return undefined;
  const instant = new Date((is1904 ? EPOCH_1904 : EPOCH) + Math.round((days * DAY_MS) / 1000) * 1000);
  const [date = '', time = ''] = instant.toISOString().split('T');
  return Number.isInteger(days) ? date : `${date}T${time.slice(0, 8)}+08:00`;
}
