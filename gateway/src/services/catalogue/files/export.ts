import type {
  CatalogueList,
  CatalogueRecord,
  ExportQuery,
  JsonObject,
  JsonValue,
} from '@hanlian/chaincode/domain';
import { CSV_BEGINNING, csvLine } from '../../uploads/formats/csv.js';
import { writeXlsx } from '../../uploads/formats/xlsx/write.js';
import { MEDIA, type SentFile } from '../../uploads/rejects.js';
import type { CatalogueParts } from '../parts.js';
import { allEntries } from '../read.js';
import { COLUMNS, type Column } from './columns.js';

const valueOf = (record: JsonObject, item: JsonObject | undefined, field: string): JsonValue | undefined =>
  field.startsWith('item.') ? item?.[field.slice('item.'.length)] : record[field];

function cellsOf(columns: readonly Column[], record: JsonObject, item?: JsonObject): readonly string[] {
  return columns.map(({ field, codec }) => {
    const value = valueOf(record, item, field);
    return value === undefined ? '' : codec.write(value);
  });
}

/** A row for each entry; of a resource one for each information item, with all the rest beside it. */
function rowsOf(columns: readonly Column[], record: CatalogueRecord): readonly (readonly string[])[] {
  const stated = record as unknown as JsonObject;
  const items = stated['items'] as readonly JsonObject[] | undefined;
  return items === undefined
    ? [cellsOf(columns, stated)]
    : items.map((item) => cellsOf(columns, stated, item));
}

async function* tableOf(
  list: CatalogueList,
  records: readonly CatalogueRecord[],
): AsyncGenerator<readonly string[]> {
  const columns = COLUMNS[list];
  yield columns.map(({ title }) => title);
  for (const record of records) yield* await Promise.resolve(rowsOf(columns, record));
}

async function* csv(table: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(CSV_BEGINNING);
  for await (const cells of table) yield Buffer.from(csvLine(cells));
}

/** What stands in a list as a file that departments keep, and that can be sent back as it is. */
export async function exportEntries(
  parts: CatalogueParts,
  list: CatalogueList,
  { format, department }: ExportQuery,
): Promise<SentFile> {
  await parts.caughtUp();
  const table = tableOf(list, await allEntries(parts, list, department));
  return {
    media: format === 'csv' ? 'text/csv; charset=utf-8' : MEDIA.xlsx,
    name: `${list}.${format}`,
    content: format === 'csv' ? csv(table) : writeXlsx(table),
  };
}
