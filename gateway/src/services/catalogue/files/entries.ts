import {
  HanlianError,
  type CatalogueList,
  type JsonObject,
  type JsonValue,
  type RowError,
  type UploadColumn,
} from '@hanlian/chaincode/domain';
import type { SourceRow } from '../../uploads/formats/source.js';
import { rowError } from '../../uploads/row-errors.js';
import { cellErrors } from '../../uploads/row-check.js';
import { COLUMNS, type Column } from './columns.js';

/** An entry as rows of a file state it: its information items may take a row each. */
export interface StatedEntry {
  readonly facts: JsonObject;
  /** Of its first row, and of each information item. */
  readonly line: number;
  readonly itemLines: readonly number[];
  readonly errors: readonly RowError[];
}

interface Stated {
  readonly line: number;
  readonly own: ReadonlyMap<string, JsonValue>;
  readonly item: ReadonlyMap<string, JsonValue>;
  readonly errors: readonly RowError[];
}

const ITEM = 'item.';

/** What the cells of a row say, and everything that keeps one from being read. */
function readRow(list: CatalogueList, columns: readonly UploadColumn[], row: SourceRow): Stated {
  const { line, cells } = row;
  const errors = cellErrors(columns, row).map((error) => rowError(error, line, columns));
  const own = new Map<string, JsonValue>();
  const item = new Map<string, JsonValue>();
  for (const { field, column } of columns) {
    const cell = cells[column - 1] ?? '';
    if (field === undefined || cell === '') continue;
    const { codec } = COLUMNS[list].find((each) => each.field === field) as Column;
    try {
      const value = codec.read(cell, field);
      if (field.startsWith(ITEM)) item.set(field.slice(ITEM.length), value);
      else own.set(field, value);
    } catch (error) {
      if (!(error instanceof HanlianError)) throw error;
      errors.push(rowError(error, line, columns));
    }
  }
  return { line, own, item, errors };
}

/** What a later row of an entry says of the whole must be what its first row said: merged cells say nothing. */
function differing(
  first: Stated,
  { own, line }: Stated,
  columns: readonly UploadColumn[],
): readonly RowError[] {
  return [...own]
    .filter(([field, value]) => JSON.stringify(first.own.get(field)) !== JSON.stringify(value))
    .map(([field]) => {
      const error = new HanlianError('FIELD_INVALID', 'An earlier row of the entry says something else', {
        field,
      });
      return rowError(error, line, columns);
    });
}

function entryOf(
  list: CatalogueList,
  columns: readonly UploadColumn[],
  rows: readonly [Stated, ...Stated[]],
): StatedEntry {
  const [first, ...others] = rows;
  const facts: JsonObject = Object.fromEntries(first.own);
  const items = rows.filter(({ item }) => item.size > 0);
  const isResource = list === 'resources';
  return {
    facts: isResource
      ? { ...facts, items: items.map(({ item }) => ({ sensitive: false, ...Object.fromEntries(item) })) }
      : facts,
    line: first.line,
    itemLines: items.map(({ line }) => line),
    errors: [
      ...rows.flatMap(({ errors }) => errors),
      ...others.flatMap((row) => differing(first, row, columns)),
    ],
  };
}

/** Whether a row goes on with the entry before: a resource's next item, under the same code or none. */
const goesOn = (list: CatalogueList, first: Stated | undefined, { own }: Stated): boolean =>
  list === 'resources' &&
  first !== undefined &&
  (own.get('code') === undefined || own.get('code') === first.own.get('code'));

/** The entries of a file, each from as many rows as it takes. */
export async function* readEntries(
  list: CatalogueList,
  columns: readonly UploadColumn[],
  rows: AsyncIterable<SourceRow>,
): AsyncGenerator<StatedEntry> {
  let gathered: [Stated, ...Stated[]] | undefined;
  for await (const row of rows) {
    const read = readRow(list, columns, row);
    if (gathered !== undefined && goesOn(list, gathered[0], read)) gathered.push(read);
    else {
      if (gathered !== undefined) yield entryOf(list, columns, gathered);
      gathered = [read];
    }
  }
  if (gathered !== undefined) yield entryOf(list, columns, gathered);
}
