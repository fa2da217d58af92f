import {
  entryIdOf,
  HanlianError,
  isLegacySubject,
  type RowError,
  type RowNote,
} from '@hanlian/chaincode/domain';
import { fileOf } from '../../uploads/files.js';
import type { SourceRow } from '../../uploads/formats/source.js';
import type { JobRecord, KeptRow } from '../../uploads/record.js';
import { rowError } from '../../uploads/row-errors.js';
import { RowKeeper, unusable, type Checked, type CheckOptions } from '../../uploads/row-keeper.js';
import type { UploadStore } from '../../uploads/store.js';
import { readFile, type CreditFormat } from '../import/file.js';
import { readHeader } from '../import/header.js';
import { readRow, type Sheet, type StatedEntry } from '../import/row.js';
import type { CreditParts } from '../parts.js';
import { clocksOf, reportOf, type Clocks } from '../view.js';
import { findCertificate, identifiedIn } from './certificates.js';
import { requirePublishable } from './outcome.js';
import { sheetOf } from './sheet.js';

const NOTES: Readonly<Record<RowNote['code'], RowNote['message']>> = {
  REPORTED_LATE: { zh: '报送时已超过规定的工作日', en: 'It is reported later than the rules allow' },
  FORMER_NUMBER: { zh: '以 15 位旧注册号归集，尚未换码', en: 'It stands under a former number of 15 digits' },
  CERTIFICATE_NOT_FOUND: {
    zh: '所列证照不在账本上，不会向发证机关提出状态变更',
    en: 'The certificate it names is not on the ledger: nothing is proposed to its issuer',
  },
};
const noteOf = (code: RowNote['code']): RowNote => ({ code, message: NOTES[code] });

/** Reads a file of permits and penalties, and keeps its rows with everything that is wrong or to be known of each. */
export async function checkEntries(
  parts: CreditParts,
  store: UploadStore,
  record: JobRecord,
  { signal, onRow }: CheckOptions,
): Promise<Checked> {
  try {
    await parts.caughtUp();
    const { format, encoding } = record.file;
    const rows = readFile(fileOf(store, record), format as CreditFormat, encoding);
    const header = (await rows.next()).value;
    if (header === undefined) throw new HanlianError('UPLOAD_EMPTY', 'The file has no row');
    const { columns, errors } = readHeader(header.cells);
    const shown = errors.map((error) => rowError(error, header.line, columns));
    if (shown.length > 0) return unusable({ columns, errors: shown });
    const keeper = new RowKeeper(store, record);
    const checking = new Checking(parts, sheetOf(record, columns), await clocksOf(parts.model));
    for await (const row of rows) {
      signal.throwIfAborted();
      await keeper.keep(checking.check(row));
      onRow(keeper.rows);
    }
    return await keeper.end({ columns, errors: [] });
  } catch (error) {
    if (!(error instanceof HanlianError) || error.code === 'INTERNAL') throw error;
    return unusable({ errors: [rowError(error)] });
  }
}

class Checking {
  readonly #parts: CreditParts;
  readonly #sheet: Sheet;
  readonly #clocks: Clocks;
  readonly #seen = new Set<string>();

  constructor(parts: CreditParts, sheet: Sheet, clocks: Clocks) {
    this.#parts = parts;
    this.#sheet = sheet;
    this.#clocks = clocks;
  }

  check(row: SourceRow): KeptRow {
    const { line, cells } = row;
    const { entry, errors } = readRow(this.#sheet, row, this.#parts.now());
    if (entry === undefined) return { line, cells, errors };
    const found = this.#errorsOf(entry, line);
    const notes = this.#notesOf(entry);
    return { line, cells, errors: found, ...(notes.length > 0 && { notes }) };
  }

  #errorsOf(entry: StatedEntry, line: number): readonly RowError[] {
    try {
      this.#requireOnce(entry);
      requirePublishable(this.#parts, this.#sheet.department, entry);
      return [];
    } catch (error) {
      if (error instanceof HanlianError) return [rowError(error, line, this.#sheet.columns)];
      throw error;
    }
  }

  #requireOnce({ category, subject, document }: StatedEntry): void {
    const source = this.#sheet.department;
    const id = entryIdOf(this.#parts.hashes.sha256, { source, category, subject, document });
    if (this.#seen.has(id)) {
      throw new HanlianError('ENTRY_TWICE', 'An earlier row has the same enterprise and document', {
        field: 'document',
      });
    }
    this.#seen.add(id);
  }

  #notesOf({ subject, decidedAt, measure }: StatedEntry): readonly RowNote[] {
    const notes: RowNote[] = [];
    if (reportOf(this.#clocks, decidedAt, this.#parts.now())?.late === true)
      notes.push(noteOf('REPORTED_LATE'));
    if (isLegacySubject(subject)) notes.push(noteOf('FORMER_NUMBER'));
    if (
      measure !== undefined &&
      findCertificate(this.#parts, identifiedIn(measure.certificate)) === undefined
    ) {
      notes.push(noteOf('CERTIFICATE_NOT_FOUND'));
    }
    return notes;
  }
}
