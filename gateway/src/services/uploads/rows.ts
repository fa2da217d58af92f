import {
  parseJson,
  HanlianError,
  type JobRow,
  type JobRowQuery,
  type JsonObject,
  type JsonValue,
  type RowState,
  type UploadColumn,
} from '@hanlian/chaincode/domain';
import type { Page } from '../types.js';
import { CHUNK_ROWS, type JobRecord, type KeptRow } from './record.js';
import type { UploadStore } from './store.js';

/** So many rows a page looks through at most. */
const LOOKED_THROUGH = 10 * CHUNK_ROWS;

/** Rows of an upload in the file's order. A cursor counts the rows before the page. */
export function pageOfRows(store: UploadStore, record: JobRecord, query: JobRowQuery): Page<JobRow> {
  const { limit, state } = query;
  const columns = store.findingsOf(record).columns;
  const items: JobRow[] = [];
  let at = Number(query.cursor ?? 0);
  const end = Math.min(at + LOOKED_THROUGH, record.counts.rows);
  for (; at < end && items.length < limit;) {
    const rows = store.rows(record, Math.floor(at / CHUNK_ROWS));
    const shown = rowsFrom(rows, at % CHUNK_ROWS, end - at);
    for (const row of shown) {
      if (items.length === limit) break;
      at += 1;
      if ((state ?? stateOf(row)) === stateOf(row)) items.push(viewOf(row, columns));
    }
  }
  return { items, ...(at < record.counts.rows && { next: String(at) }) };
}

const rowsFrom = (rows: readonly KeptRow[], start: number, most: number): readonly KeptRow[] =>
  rows.slice(start, start + most);

const stateOf = ({ errors, done }: KeptRow): RowState => done ?? (errors.length > 0 ? 'rejected' : 'good');

function viewOf(row: KeptRow, columns: readonly UploadColumn[] | undefined): JobRow {
  const { line, id, cells, errors, notes } = row;
  const values = cells.length === 0 ? undefined : valuesOf(cells, columns);
  return {
    line,
    state: stateOf(row),
    ...(id !== undefined && { id }),
    ...(values && { values }),
    errors: [...errors],
    ...(notes && { notes: [...notes] }),
  };
}

function valuesOf(cells: readonly string[], columns: readonly UploadColumn[] | undefined): JsonObject {
  if (columns === undefined) return lineOf(cells[0] ?? '');
  return Object.fromEntries(
    columns.map(({ header, column }): [string, JsonValue] => [header, cells[column - 1] ?? '']),
  );
}

function lineOf(text: string): JsonObject {
  try {
    const value = parseJson(Buffer.from(text));
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as JsonObject)
      : { value };
  } catch (error) {
    if (error instanceof HanlianError) return { text };
    throw error;
  }
}
