import { HanlianError, parseJson, type JsonObject, type UploadFormat } from '@hanlian/chaincode/domain';
import { CSV_BEGINNING, csvLine } from './formats/csv.js';
import { writeRows } from './formats/xml-rows.js';
import { writeXlsx } from './formats/xlsx/write.js';
import { REASON_HEADERS, REASON_MEMBER, reasonCells, reasonHeader } from './reasons.js';
import type { JobRecord, KeptRow } from './record.js';
import type { UploadStore } from './store.js';

/** A file to be sent as it is read. */
export interface SentFile {
  readonly media: string;
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** The media types files are sent and taken in. */
export const MEDIA: Readonly<Record<UploadFormat, string>> = {
  csv: 'text/csv',
  jsonl: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
};

/** The rejected rows as they were sent, each with its reasons: corrected, the file is sent like the first. */
export function rejectFile(store: UploadStore, record: JobRecord): SentFile {
  const { id, file } = record;
  return {
    media: file.format === 'csv' ? 'text/csv; charset=utf-8' : MEDIA[file.format],
    name: `rejected-${id}.${file.format}`,
    content: contentOf(store, record),
  };
}

function contentOf(store: UploadStore, record: JobRecord): AsyncIterable<Uint8Array> {
  const { format } = record.file;
  if (format === 'jsonl') return jsonLines(rejectedRows(store, record));
  const table = tableOf(store, record);
  if (format === 'xml') return writeRows(table);
  return format === 'csv' ? csv(table) : writeXlsx(table);
}

async function* rejectedRows(store: UploadStore, record: JobRecord): AsyncGenerator<KeptRow> {
  for (let chunk = 0; chunk < record.chunks; chunk++) {
    yield* await Promise.resolve(store.rows(record, chunk).filter(({ errors }) => errors.length > 0));
  }
}

async function* tableOf(store: UploadStore, record: JobRecord): AsyncGenerator<readonly string[]> {
  // What a former reject file said is replaced by what is wrong now.
  const columns = (store.findingsOf(record).columns ?? []).filter(
    ({ header }) => !REASON_HEADERS.has(header),
  );
  yield [...columns.map(({ header }) => header), ...reasonHeader];
  for await (const { line, cells, errors } of rejectedRows(store, record)) {
    yield [...columns.map(({ column }) => cells[column - 1] ?? ''), ...reasonCells(line, errors)];
  }
}

async function* csv(table: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(CSV_BEGINNING);
  for await (const cells of table) yield Buffer.from(csvLine(cells));
}

async function* jsonLines(rows: AsyncIterable<KeptRow>): AsyncGenerator<Uint8Array> {
  for await (const {
    cells: [text = ''],
    errors,
  } of rows) {
    yield Buffer.from(`${JSON.stringify({ ...objectOf(text), [REASON_MEMBER]: errors })}\n`);
  }
}

/** A line that is no JSON object stays to be read, and corrected by hand. */
function objectOf(text: string): JsonObject {
  try {
    const value = parseJson(Buffer.from(text));
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
  }
  return { _text: text };
}
