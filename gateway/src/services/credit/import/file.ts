import { readCsv } from '../../uploads/formats/csv.js';
import type { FileBytes, SourceRow } from '../../uploads/formats/source.js';
import { encodingOf, type Encoding } from '../../uploads/formats/text.js';
import { readXlsx } from '../../uploads/formats/xlsx/read.js';
import { readXml } from './xml.js';

/** What departments send 双公示 in. */
export type CreditFormat = 'csv' | 'xml' | 'xlsx';

/** The rows of a 双公示 file, the header first. @throws {HanlianError} UPLOAD_UNREADABLE, UPLOAD_UNSAFE */
export async function* readFile(
  file: FileBytes,
  format: CreditFormat,
  declared: Encoding | undefined,
): AsyncGenerator<SourceRow, undefined> {
  if (format === 'xlsx') yield* readXlsx(file);
  else if (format === 'csv') yield* readCsv(file, await encodingOf(file, declared));
  else yield* readXml(file, await encodingOf(file, declared));
}
